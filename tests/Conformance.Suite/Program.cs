using System.Collections;
using Conformance.Reporting.Results;
using Conformance.Suite.Preflight;
using Conformance.Suite.Running;
using Conformance.Suite.Settings;
using Microsoft.Testing.Platform.Builder;
using Microsoft.Testing.Platform.Capabilities.TestFramework;
using Microsoft.Testing.Platform.Extensions.Messages;
using NUnit.VisualStudio.TestAdapter.TestingPlatformAdapter;

namespace Conformance.Suite;

/// <summary>The suite as an executable: what <c>dotnet test</c> starts, and what runs alone just as well.</summary>
public static class Program
{
    // These only ask the runner something, so nothing is sent.
    private static readonly string[] Questions = ["--list-tests", "--help", "-?", "--info"];

    // What the runner ends with when cases were run, failed, or were all left out: the verdict of the run says more.
    private static readonly int[] OfTheRunner = [0, 2, 8];

    /// <summary>Checks the settings, tries the target, runs the cases and writes the reports.</summary>
    /// <returns>The exit code of the run: <see cref="RunVerdict.ExitCode"/>, or 5 where the settings cannot be used.</returns>
    public static async Task<int> Main(string[] args)
    {
        if (args.Contains("--rules"))
        {
            Console.Write(RulesDocument.Text());
            return 0;
        }

        if (args.Any(argument => Questions.Contains(argument)))
        {
            return await Tell(args, builder => builder.AddNUnit(() => [typeof(Program).Assembly]));
        }

        using var interruption = new Interruption();
        interruption.Listen();
        try
        {
            var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
            var settings = SettingsReader.Read(args, environment);
            var secrets = Secrets.From(environment);
            foreach (var warning in secrets.Warnings)
            {
                Reports.Say(Console.Error, $"conformance: {warning}");
            }

            await using var run = await Run.Create(settings, secrets, TimeProvider.System);
            if (settings.DryRun)
            {
                return await Foretell(run, args);
            }

            Run.Current = run;
            return await interruption.Settle(await Judge(run, interruption, args));
        }
        catch (SettingsException exception)
        {
            Reports.Say(Console.Error, $"conformance: {exception.Message}");
            return RunVerdict.BadSettings;
        }
    }

    // dotnet test shows what a process wrote only where it failed, but of a test that was left out it shows all that there is.
    private static async Task<int> Foretell(Run run, string[] args)
    {
        List<string> plan = [.. new Announcement(run).WithoutTarget()];
        if (new RunnerView(args).IsUnderDotnetTest)
        {
            return await Tell([.. args, "--ignore-exit-code", "8"], builder => Own(builder, tell => tell(TestsOfTheRun.OfPlan(plan))));
        }

        Say(plan);
        return 0;
    }

    private static async Task<int> Judge(Run run, Interruption interruption, string[] args)
    {
        using var reports = new Reports(run);
        interruption.Guard(run, reports);
        await run.Reach();
        if (run.End.Why is { } reason)
        {
            // One line says it all; the report says it of every case.
            Reports.Say(Console.Error, $"conformance: {reason}; report: {reports.Page}");
            return await reports.Write();
        }

        AppDomain.CurrentDomain.UnhandledException += (_, fault) =>
        {
            if (fault.ExceptionObject is IOException or UnauthorizedAccessException)
            {
                // A thread of the runner could not write to the console.
                Environment.Exit(WithoutRunner(run, reports).GetAwaiter().GetResult());
            }
        };
        Say(run.Announcement);
        var view = new RunnerView(args);
        run.IsBrief = view.IsBrief;
        int runner;
        try
        {
            runner = await Tell(view.IsBrief ? [.. args, "--show-test-results", "none"] : args, builder =>
            {
                Tests(builder, run, view);
                builder.TestHost.AddTestSessionLifetimeHandler(
                    services => new ReportArtifacts(services, run, reports, interruption, view.IsUnderDotnetTest));
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return await WithoutRunner(run, reports);
        }

        await run.CleanUp(CancellationToken.None);
        var code = await reports.Write();
        return OfTheRunner.Contains(runner) ? code : runner == RunVerdict.BadSettings ? RunVerdict.BadSettings : RunVerdict.OfTheSuite;
    }

    private static void Say(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Reports.Say(Console.Out, line);
        }
    }

    // The runner dies of a console that takes nothing: closed, or a file on a disk that is full. The run does not.
    private static async Task<int> WithoutRunner(Run run, Reports reports)
    {
        await run.JudgeAll();
        await run.CleanUp(CancellationToken.None);
        return await reports.Write();
    }

    private static void Tests(ITestApplicationBuilder builder, Run run, RunnerView view)
    {
        if (!view.IsToldByTheRun)
        {
            builder.AddNUnit(() => [typeof(Program).Assembly]);
        }
        else if (view.ShowsCases)
        {
            Own(builder, tell => TestsOfTheRun.OfCases(run, view.ShowsSkipped, tell));
        }
        else
        {
            Own(builder, tell => TestsOfTheRun.OfRules(run, tell));
        }
    }

    private static void Own(ITestApplicationBuilder builder, Func<Func<TestNode, Task>, Task> tests)
    {
        builder.CommandLine.AddProvider(() => new OwnOptions());
        builder.RegisterTestFramework(_ => new TestFrameworkCapabilities(), (_, _) => new OwnTests(tests));
    }

    private static async Task<int> Tell(string[] args, Action<ITestApplicationBuilder> tests)
    {
        var builder = await TestApplication.CreateBuilderAsync(args);
        tests(builder);
        using var application = await builder.BuildAsync();
        return await application.RunAsync();
    }
}
