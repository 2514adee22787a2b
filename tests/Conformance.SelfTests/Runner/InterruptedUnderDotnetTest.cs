using System.Diagnostics;
using System.Globalization;
using Conformance.Reference;
using Conformance.Reporting.Json;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Sockets;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Runner;

/// <summary>Ctrl-C in a terminal reaches the runner and the run alike: the run still writes its report, and leaves nothing.</summary>
/// <remarks>A run that is interrupted has a second for what is under way: on a machine that does nothing else.</remarks>
[NonParallelizable]
public sealed class InterruptedUnderDotnetTest
{
    [TestCase("auth.*,error.*,content.*", "*", 60_000)]
    [TestCase("size.at-limit", "files.upload", 40_000_000)]
    public async Task It_writes_its_report(string rules, string operations, long bytes)
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var relay = CountingRelay.To(server.BaseUrl);
        relay.HoldAnswersAfter(900_000);
        var directory = TestDirectory.Create();
        using var runner = Start(directory, ("BaseUrl", relay.Url.AbsoluteUri), ("Rules", rules), ("Operations", operations));
        await relay.Received(bytes);
        using var suite = SuiteOf(directory);

        // A session of its own, as a terminal gives it: the signal goes to everybody in the group.
        using (var kill = Process.Start("kill", ["-INT", "--", $"-{runner.Id.ToString(CultureInfo.InvariantCulture)}"]))
        {
            await kill.WaitForExitAsync();
        }

        await runner.WaitForExitAsync();
        await suite.WaitForExitAsync();

        runner.ExitCode.Should().NotBe(0);
        var reports = Path.Combine(directory, "reports");
        var results = ResultsJson.Read(await File.ReadAllTextAsync(Path.Combine(reports, "results.json")));
        results.NotJudgedReason!.Kind.Should().Be(ReasonKind.Interrupted);
        results.Leftovers.Should().BeEmpty();
        RunVerdict.Of(results).ExitCode.Should().Be(RunVerdict.NotJudged);
        new FileInfo(Path.Combine(reports, "index.html")).Length.Should().BePositive();
        (await UploadedFiles.On(server)).Should().BeEmpty();
    }

    private static Process Start(string directory, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo(
            "setsid", ["env", "--default-signal=INT", "dotnet", .. DotnetTest.Arguments(directory, [], settings)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        foreach (var (name, value) in DotnetTest.Environment)
        {
            start.Environment[name] = value;
        }

        var runner = Process.Start(start)!;
        runner.OutputDataReceived += (_, _) => { };
        runner.ErrorDataReceived += (_, _) => { };
        runner.BeginOutputReadLine();
        runner.BeginErrorReadLine();
        return runner;
    }

    // The runner may be gone before what it started, which is therefore found while both run.
    private static Process SuiteOf(string directory) => Process.GetProcessById(
        Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Single(id => id > 0 && Runs(id, directory)));

    private static bool Runs(int id, string directory)
    {
        try
        {
            var command = File.ReadAllText($"/proc/{id}/cmdline");
            return command.Contains("dotnettestcli", StringComparison.Ordinal)
                && new DirectoryInfo($"/proc/{id}/cwd").ResolveLinkTarget(returnFinalTarget: true)?.FullName == directory;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
