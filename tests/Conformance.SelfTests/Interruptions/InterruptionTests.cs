using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.Reporting.Secrets;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Sockets;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Interruptions;

/// <summary>SIGINT and SIGTERM at moments of a run, which the target names: the report is written, and nothing stays behind.</summary>
/// <remarks>A run that is interrupted has a second for what is under way: on a machine that does nothing else.</remarks>
[NonParallelizable]
public sealed class InterruptionTests
{
    private const string Uploads = "size.at-limit,size.over-limit";

    // A request's head is a few hundred bytes: the moments lie in the preflight, between two requests, and in the cases.
    [TestCase("INT", 1)]
    [TestCase("TERM", 1)]
    [TestCase("INT", 600)]
    [TestCase("TERM", 2_000)]
    [TestCase("INT", 20_000)]
    [TestCase("TERM", 60_000)]
    [TestCase("INT", 150_000)]
    public async Task At_any_moment_it_writes_its_report(string signal, long bytes)
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var relay = CountingRelay.To(server.BaseUrl);
        using var suite = StartedSuite.Start(
            ("BaseUrl", relay.Url.AbsoluteUri), ("Rules", "auth.*,error.*,content.*,headers.*,version.*"), ("RequestsPerSecond", "300"));

        await relay.Received(bytes);
        await suite.Signal(signal);

        await ShouldHaveEnded(suite, server);
    }

    [TestCase("INT", 1_000_000)]
    [TestCase("TERM", 250_000_000)]
    public async Task In_the_middle_of_an_upload_it_leaves_nothing_behind(string signal, long bytes)
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var relay = CountingRelay.To(server.BaseUrl);
        relay.HoldAnswersAfter(900_000);
        using var suite = StartedSuite.Start(
            ("BaseUrl", relay.Url.AbsoluteUri), ("Rules", "size.at-limit"), ("Operations", "files.upload"), ("Concurrency", "1"));

        await relay.Received(bytes);
        await suite.Signal(signal);

        await ShouldHaveEnded(suite, server);
    }

    [Test]
    public async Task A_second_signal_kills()
    {
        // A target that answers the preflight, and then nothing: neither cases nor the cleaning up come to an end.
        await using var server = await ReferenceServer.StartAsync();
        await using var relay = CountingRelay.To(server.BaseUrl);
        using var suite = StartedSuite.Start(("BaseUrl", relay.Url.AbsoluteUri), ("Rules", Uploads), ("Operations", "files.upload"));
        await relay.Received(30_000_000);
        relay.Hold();

        await suite.Signal("INT");
        while (suite.IsRunning)
        {
            await suite.Signal("INT");
        }

        await suite.End();
        suite.ExitCode.Should().Be(130);
    }

    private static async Task ShouldHaveEnded(StartedSuite suite, ReferenceServer server)
    {
        await suite.End();

        suite.ExitCode.Should().Be(3, suite.Output);
        suite.Results.NotJudged.Should().Be("the run was interrupted");
        suite.Results.NotJudgedReason!.Kind.Should().Be(ReasonKind.Interrupted);
        suite.Results.Leftovers.Should().BeEmpty();
        suite.Results.Cases.Should().NotContain(one => one.Reason != null && one.Reason.Fault == Fault.Suite);
        File.Exists(Path.Combine(suite.Reports, "index.html")).Should().BeTrue();
        var files = Directory.EnumerateFiles(suite.Reports, "*", SearchOption.AllDirectories);
        var secrets = new SecretFinder([ReferenceKeys.Api, ReferenceKeys.Admin]);
        (await SecretScan.FilesAsync(suite.Reports, files, secrets)).Should().BeNull();
        SecretScan.Text("console", suite.Output, secrets).Should().BeNull();
        (await UploadedFiles.On(server)).Should().BeEmpty();
    }
}
