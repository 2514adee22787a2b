using Conformance.Reporting.Json;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Cli;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.ClientChecks;

/// <summary>The official clients and curl, checked as their users would: what is found is true of them.</summary>
public sealed class RealClients
{
    private static readonly string[] WithoutRetries = ["408", "409", "429", "500", "529"];

    /// <summary>Each client, and the cases that say something against it.</summary>
    public static IEnumerable<TestCaseData> All()
    {
        // The stream's iterator ends where the answer ends, and asks for no message_stop.
        yield return Named("TypeScript, stream", () => CheckedPrograms.TypeScript("stream"), 0, "client.missing-stop-noticed");
        yield return Named("TypeScript, message", () => CheckedPrograms.TypeScript("message"), 0);
        yield return Named("C#, stream", CheckedPrograms.CSharp, 0, "client.missing-stop-noticed");

        // curl knows HTTP and nothing of events: an error in a stream of status 200 is a success to it.
        yield return Named(
            "curl, stream", () => CheckedPrograms.Curl("", stream: true), 2,
            ["client.error-event-noticed", "client.missing-stop-noticed", .. WithoutRetries.Select(status => $"client.retries[{status}]")]);

        // "Transient error means either: a timeout, an FTP 4xx … or an HTTP 408, 429, 500, 502, 503 or 504 response code" (curl.1).
        yield return Named(
            "curl --retry, message", () => CheckedPrograms.Curl("--retry 2", stream: false), 0,
            "client.retries[409]", "client.retries[529]", "client.should-retry[false]", "client.should-retry[true]");
    }

    [TestCaseSource(nameof(All))]
    public async Task Is_found_to_be_as_it_is(Func<string[]> program, int exitCode, string[] found)
    {
        var directory = TestDirectory.Create();

        var check = await Command.Run(directory, ["check", "--concurrency", "8", "--", .. program()]);

        var run = await ResultsJson.ReadAsync(Path.Combine(directory, "reports", "results.json"));
        run.Cases.Where(result => result.Verdict is Verdict.Fail or Verdict.Warn or Verdict.Error).Select(result => result.Id)
            .Should().BeEquivalentTo(found, check.Output);
        check.ExitCode.Should().Be(exitCode, check.Output + check.Errors);
    }

    private static TestCaseData Named(string name, Func<string[]> program, int exitCode, params string[] found) =>
        new TestCaseData(program, exitCode, found).SetArgDisplayNames(name);
}
