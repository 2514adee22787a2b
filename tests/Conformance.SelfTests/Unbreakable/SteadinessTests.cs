using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Detection;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Unbreakable;

/// <summary>The same target comes to the same verdicts in every run, on a way that loses a connection now and then as well.</summary>
public sealed class SteadinessTests
{
    private const int Runs = 5;

    [TestCase(0)]
    [TestCase(100)]
    public async Task Runs_in_a_row_come_to_the_same(int resetsOneOf)
    {
        await using var server = await ReferenceServer.StartAsync(ExactLimits.On(new ReferenceServerOptions()));
        await using var relay = UnreliableRelay.Resetting(server.BaseUrl, number => resetsOneOf > 0 && number % resetsOneOf == 1);

        Dictionary<string, Verdict>? first = null;
        for (var number = 0; number < Runs; number++)
        {
            var run = await JudgedRun.Of(relay.Url, new Dictionary<string, string>());

            run.ExitCode.Should().Be(0, run.Reasons());
            var verdicts = run.Results.Cases.ToDictionary(one => one.Id, one => one.Verdict);
            first ??= verdicts;
            verdicts.Where(one => first[one.Key] != one.Value).Should().BeEmpty("run {0} is like the first", number);
        }
    }
}
