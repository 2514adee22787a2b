using System.Text.RegularExpressions;
using Conformance.Contract;
using FluentAssertions;
using FluentAssertions.Execution;
using NUnit.Framework;

namespace Conformance.SelfTests.Contract;

/// <summary>
/// The contract against the clients that are installed: after an update of a package these tests name what the contract lacks,
/// and what no client calls any more.
/// </summary>
public sealed partial class TheOfficialClients
{
    // The TypeScript client calls it by the URL that a batch named.
    private const string Results = "GET /v1/messages/batches/{}/results";

    // Documents of 2025 name them; today's clients call them no longer.
    private static readonly string[] CalledByNone =
    [
        "POST /v1/complete",
        "GET /v1/organizations/cost_report",
        "GET /v1/organizations/usage_report/claude_code",
        "GET /v1/organizations/usage_report/messages",
    ];

    private static IEnumerable<string> Contract => Operations.Every.Select(operation =>
        $"{operation.Method} {Id().Replace(operation.Path, "{}")}");

    [Test]
    public void The_TypeScript_client_calls_what_the_contract_holds()
    {
        RequirePackage();

        var calls = TypeScriptCall.Read(Path.Combine(TypeScriptCall.Package(), "resources"), ".mjs");

        Compare(calls.Select(call => call.Pair).Append(Results));
    }

    [Test]
    public async Task The_CSharp_client_calls_what_the_contract_holds()
    {
        var calls = await CSharpCalls.ReadAsync();

        Compare(calls);
    }

    [Test]
    public void Known_betas_hold_what_the_TypeScript_client_names()
    {
        RequirePackage();

        var named = Directory.EnumerateFiles(Path.Combine(TypeScriptCall.Package(), "src"), "*.ts", SearchOption.AllDirectories)
            .SelectMany(file => Beta().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value))
            .Distinct();

        named.Should().BeEquivalentTo(KnownBetas.OfTheSdk);
    }

    private static void Compare(IEnumerable<string> calls)
    {
        var called = calls.ToHashSet();
        using var both = new AssertionScope();
        called.Except(Contract).Should().BeEmpty("the contract holds what the client calls");
        Contract.Except(called).Should().BeEquivalentTo(CalledByNone, "the client calls what the contract holds");
    }

    /// <summary>Ignores a test where the package is not installed.</summary>
    internal static void RequirePackage()
    {
        if (!Directory.Exists(TypeScriptCall.Package()))
        {
            Assert.Ignore("tests/Conformance.Suite/Examples has no node_modules: run npm ci there");
        }
    }

    [GeneratedRegex(@"\{[a-z_]+\}")]
    private static partial Regex Id();

    [GeneratedRegex(@"'(?<name>[a-z0-9-]+-20\d\d-\d\d-\d\d)'")]
    private static partial Regex Beta();
}
