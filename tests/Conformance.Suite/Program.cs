using Conformance.Reporting.Results;
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

        return await Session.Run(
            environment => SettingsReader.Read(args, environment),
            (run, reports, interruption) => Judge(run, reports, interruption, args),
            plan => Foretell(plan, args));
    }

    // dotnet test shows what a process wrote only where it failed, but of a test that was left out it shows all that there is.
    private static Task<int> Foretell(IReadOnlyList<string> plan, string[] args)
    {
        if (new RunnerView(args).IsUnderDotnetTest)
        {
            return Tell([.. args, "--ignore-exit-code", "8"], builder => Own(builder, tell => tell(TestsOfTheRun.OfPlan(plan))));
        }

        Session.Say(plan);
        return Task.FromResult(0);
    }

    private static async Task<int> Judge(Run run, Reports reports, Interruption interruption, string[] args)
    {
        AppDomain.CurrentDomain.UnhandledException += (_, fault) =>
        {
            if (fault.ExceptionObject is IOException or UnauthorizedAccessException)
            {
                // A thread of the runner could not write to the console.
                Environment.Exit(Session.JudgeRest(run, reports).GetAwaiter().GetResult());
            }
        };
        Run.Current = run;
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
            // The runner dies of a console that takes nothing: closed, or a file on a disk that is full. The run does not.
            return await Session.JudgeRest(run, reports);
        }

        await run.CleanUp(CancellationToken.None);
        var code = await reports.Write();
        return OfTheRunner.Contains(runner) ? code : runner == RunVerdict.BadSettings ? RunVerdict.BadSettings : RunVerdict.OfTheSuite;
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
