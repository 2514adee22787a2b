using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Suite.Running;
using Conformance.Wire;
using NUnit.Framework;

namespace Conformance.Suite.Rules;

/// <summary>What every section of the contract tests has at hand.</summary>
[TestFixture]
public abstract class ContractTests
{
    /// <summary>What the rules talk to.</summary>
    protected static Target Target => Run.Current!.Target;

    /// <summary>Records a measurement of the case.</summary>
    /// <param name="name">Its name in <c>observed</c>, camelCase.</param>
    /// <param name="value">Its value; null for measured and not there.</param>
    protected static void Observe(string name, JsonNode? value) => CaseRecord.Current.Observed[name] = value;

    /// <summary>
    /// Ends the case where its 400 says nothing of its own, because a read, which has nothing that could be wrong with it,
    /// is refused with 400 as well.
    /// </summary>
    protected static async Task NotJudgedWhereReadsAreRefused(Operation operation, Exchange exchange)
    {
        if (exchange.Response?.Status == 400
            && await Target.Valid(Operations.Find(operation.Key == KeyKind.Admin ? "organization.get" : "models.list")) is { Response.Status: 400 })
        {
            NotJudged("a valid read is refused with 400 as well: see version.accepted");
        }
    }

    /// <summary>Ends the case as not judged, with the reason.</summary>
    protected static void NotJudged(string reason) => Assert.Ignore($"not judged: {reason}");
}
