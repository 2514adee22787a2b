using System.Diagnostics;
using Conformance.Reporting.Json;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using FluentAssertions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace Conformance.SelfTests.Interruptions;

/// <summary>A run that is told to stop: nothing already measured is lost.</summary>
public sealed class AnInterruptedRun
{
    private const string Models =
        """{"data":[{"type":"model","id":"claude-test","display_name":"Test","created_at":"2025-01-01T00:00:00Z"}]"""
            + ""","has_more":false,"first_id":"claude-test","last_id":"claude-test"}""";

    // Not SIGINT: a shell makes what it starts in the background ignore that one.
    [Test]
    public async Task It_reports_what_it_measured()
    {
        // More requests than all cases that are under way at a time can need, so that some have come to their end.
        await using var target = await Target.Start(
            answers: 200, afterwards: context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted));
        var directory = TestDirectory.Create();
        using var suite = Start(target.Url, directory);

        await target.Enough;
        using (var kill = Process.Start("kill", ["-TERM", $"{suite.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        await suite.WaitForExitAsync();
        suite.ExitCode.Should().Be(3);
        var results = ResultsJson.Read(await File.ReadAllTextAsync(Path.Combine(directory, "results.json")));
        results.Cases.Should().Contain(result => result.Verdict == Verdict.Pass || result.Verdict == Verdict.Fail);
        results.Cases.Where(result => result.Verdict == Verdict.Error).Should().Contain(
            result => result.Message == "the run was interrupted");
    }

    private static Process Start(string url, string directory)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "Conformance.Suite"),
            [
                "--test-parameter", $"BaseUrl={url}", "--test-parameter", $"ReportDirectory={directory}", "--test-parameter",
                "Rules=auth.*,error.*", "--test-parameter", "Timeout=20s"
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        var process = Process.Start(CleanEnvironment.Of(start, ExternalRun.Keys))!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>A target that answers a number of requests, then says that it has and does something else with the rest.</summary>
    private sealed class Target : IAsyncDisposable
    {
        private readonly WebApplication _application;
        private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _requests;

        private Target(int answers, Func<HttpContext, Task> afterwards)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            _application = builder.Build();
            _application.Run(async context =>
            {
                if (Interlocked.Increment(ref _requests) > answers)
                {
                    _enough.TrySetResult();
                    await afterwards(context);
                    return;
                }

                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(Models);
            });
        }

        public Task Enough => _enough.Task.WaitAsync(TimeSpan.FromMinutes(2));

        public string Url => _application.Urls.First();

        public static async Task<Target> Start(int answers, Func<HttpContext, Task> afterwards)
        {
            var target = new Target(answers, afterwards);
            await target._application.StartAsync();
            return target;
        }

        public async ValueTask DisposeAsync()
        {
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await _application.StopAsync(now.Token);
            await _application.DisposeAsync();
        }
    }
}
