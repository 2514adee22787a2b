using System.Text.Json.Nodes;
using Conformance.Suite.Running;
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

    /// <summary>Ends the case as not judged, with the reason.</summary>
    protected static void NotJudged(string reason) => Assert.Ignore($"not judged: {reason}");
}
