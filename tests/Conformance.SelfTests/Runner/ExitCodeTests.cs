using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Detection;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Proxies;
using Conformance.SelfTests.Unbreakable;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Runner;

/// <summary>The exit codes that a pipeline tells apart: the executable's own, and passed on by <c>dotnet test</c>.</summary>
[TestFixture(false, TestName = "the executable")]
[TestFixture(true, TestName = "dotnet test")]
public sealed class ExitCodeTests(bool isUnderDotnetTest)
{
    private static readonly (string, string)[] Few = [("Rules", "auth.*,error.*"), ("Operations", "models.*")];

    [Test]
    public async Task Is_0_where_every_promise_is_kept() => await ShouldEndWith(0, Few);

    [Test]
    public async Task Is_1_where_the_suite_cannot_do_its_own_part()
    {
        var file = Path.Combine(TestDirectory.Create(), "reports");
        await File.WriteAllTextAsync(file, "");

        var run = await ShouldEndWith(RunVerdict.OfTheSuite, [.. Few, ("ReportDirectory", file)]);

        (run.Output + run.Errors).Should().Contain($"ReportDirectory = '{file}' cannot be written");
    }

    [Test]
    public async Task Is_2_where_a_promise_is_broken()
    {
        await using var server = await ReferenceServer.StartAsync(
            ExactLimits.On(new ReferenceServerOptions { Deviations = ["error-text-html"] }));

        var run = await ShouldEndWith(2, [("BaseUrl", server.BaseUrl.AbsoluteUri), ("Rules", "content.error-json"), Few[1]]);

        run.Output.Should().Contain("1 promise broken on 2 operations");
    }

    [Test]
    public async Task Is_3_where_something_could_not_be_judged()
    {
        await using var server = await ReferenceServer.StartAsync(ExactLimits.On(new ReferenceServerOptions()));
        var answered = 0;

        // The preflight comes to an end, and then nothing does.
        await using var relay = UnreliableRelay.Bending(server.BaseUrl, async (_, bytes, stop) =>
        {
            if (Interlocked.Increment(ref answered) > 40)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            }

            return bytes;
        });

        var run = await ShouldEndWith(RunVerdict.NotJudged, [.. Few, ("BaseUrl", relay.Url), ("MaxDuration", "3s"), ("Timeout", "1m")]);

        run.Output.Should().Contain("the run took longer than MaxDuration allows");
        run.Results.Summary.Fail.Should().Be(0);
    }

    [Test]
    public async Task Is_4_where_there_is_no_target()
    {
        var run = await ShouldEndWith(4, [.. Few, ("BaseUrl", $"http://127.0.0.1:{FreePort.Next()}")]);

        (run.Output + run.Errors).Should().Contain("connection refused");
    }

    [Test]
    public async Task Is_5_where_the_settings_cannot_be_used()
    {
        var run = await ShouldEndWith(RunVerdict.BadSettings, [.. Few, ("Timeout", "soon")]);

        (run.Output + run.Errors).Should().Contain("Timeout = 'soon'");
        run.HasResults.Should().BeFalse();
    }

    private async Task<SuiteProcess> ShouldEndWith(int code, (string Name, string Value)[] settings)
    {
        var run = isUnderDotnetTest
            ? await DotnetTest.Run(settings)
            : await SuiteProcess.Run(
                [.. settings.SelectMany(setting => new[] { "--test-parameter", $"{setting.Name}={setting.Value}" })], ExternalRun.Keys);
        run.ExitCode.Should().Be(code, run.Output + run.Errors);
        if (isUnderDotnetTest && code != 0)
        {
            run.Output.Should().Contain($"Exit code: {code}");
        }

        return run;
    }
}
