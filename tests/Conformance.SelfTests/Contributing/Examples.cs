using Conformance.Contract;
using Conformance.Reference;
using Conformance.Reporting;
using Conformance.Reporting.Results;
using Conformance.Suite.Assertions;
using Conformance.Suite.Rules;
using Conformance.Suite.Running;
using static Conformance.Contract.Level;

namespace Conformance.SelfTests.Contributing;

/// <summary>What CONTRIBUTING.md shows, compiled. Abstract, so that no runner takes the rule for one of the suite's.</summary>
public abstract class Examples : ContractTests
{
    private protected static readonly Deviation Deviation =
        new("request-id-lost", "No answer has a request-id.", "raine/claude-code-proxy#104")
        {
            Rules = ["headers.request-id"],
        };

    private protected static readonly Operation Operation =
        new("models.example", "GET", "/v1/models/example", OperationGroup.Models, Snapshot.October2026) { ProbeKind = ProbeKind.Read };

    [Rule("headers.example", Should, "2025-05", "The list of models carries request-id")]
    [Clause("API overview, 2025-05", "Response Headers", "The API includes the following headers in every response: `request-id` …")]
    [Operations("models.list")]
    public async Task The_list_of_models_carries_a_request_id(Operation operation) =>
        (await Target.Valid(operation)).Should().HaveHeader(HeaderNames.RequestId);

    public sealed class CountFile : IOutput
    {
        public string Name => "count.txt";

        public string Description => "the number of cases";

        public async Task<IReadOnlyList<string>> WriteAsync(
            RunResult run, string path, ReportOptions options, CancellationToken cancellation)
        {
            await File.WriteAllTextAsync(path, $"{run.Cases.Count}\n", cancellation);
            return [path];
        }
    }
}
