using System.Text.Json.Nodes;
using Conformance.Reporting.Results;

namespace Conformance.SelfTests.Support;

/// <summary>What tests ask of a run and of its cases.</summary>
internal static class RunExtensions
{
    extension(SuiteProcess run)
    {
        /// <summary>The cases that fail the build.</summary>
        public IEnumerable<CaseResult> Failed => run.Results.Cases.Where(one => one.Verdict is Verdict.Fail or Verdict.Error);

        /// <summary>The case of an id.</summary>
        public CaseResult Case(string id) => run.Results.Cases.Single(one => one.Id == id);

        /// <summary>The exchange that decided a case.</summary>
        public ExchangeInfo Deciding(string id) => run.Results.DecidingOf(run.Case(id))!;

        /// <summary>The cases that were judged.</summary>
        public IEnumerable<CaseResult> Judged => run.Results.Cases.Where(one => one.Verdict != Verdict.Skip);
    }

    extension(CaseResult one)
    {
        /// <summary>A number that was observed; null where it was not.</summary>
        public long? Number(string name) => Observed(one, name)?.GetValue<long>();

        /// <summary>A text that was observed; null where it was not.</summary>
        public string? Text(string name) => Observed(one, name)?.GetValue<string>();
    }

    private static JsonNode? Observed(CaseResult one, string name) => one.Observed.TryGetValue(name, out var value) ? value : null;
}
