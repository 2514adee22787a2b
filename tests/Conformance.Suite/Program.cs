using Conformance.Reporting.Results;
using Conformance.Suite.Running;
using Conformance.Suite.Settings;
using Microsoft.Testing.Platform.Builder;
using NUnit.VisualStudio.TestAdapter.TestingPlatformAdapter;

namespace Conformance.Suite;

/// <summary>The suite as an executable: what <c>dotnet test</c> starts, and what runs alone just as well.</summary>
public static class Program
{
    // These only ask the runner something, so nothing is sent.
    private static readonly string[] Questions = ["--list-tests", "--help", "-?", "--info"];

    // With these its user, or another program, says what is shown of each case.
    private static readonly string[] Chosen = ["--show-test-results", "--output", "--server"];

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
            return await RunCases(args);
        }

        return await Session.Run(
            environment => SettingsReader.Read(args, environment),
            (run, reports, interruption) => Judge(run, reports, interruption, args),

            // A runner that started this process waits for it to say what ran: nothing.
            async () => args.Contains("--server") ? await RunCases([.. args, "--filter", "Name=nothing", "--ignore-exit-code", "8"]) : 0);
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
        run.IsBrief = IsBrief(args);
        int runner;
        try
        {
            runner = await RunCases(args, services => new ReportArtifacts(services, run, reports, interruption));
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

    // The summary at the end groups what was found by its cause, so that not each case needs lines of its own.
    private static bool IsBrief(string[] args) => !args.Any(argument => Chosen.Contains(argument));

    private static async Task<int> RunCases(string[] args, Func<IServiceProvider, ReportArtifacts>? artifacts = null)
    {
        string[] quiet = IsBrief(args) ? ["--show-test-results", "none"] : [];
        var builder = await TestApplication.CreateBuilderAsync([.. args, .. quiet]);
        builder.AddNUnit(() => [typeof(Program).Assembly]);
        if (artifacts is not null)
        {
            builder.TestHost.AddTestSessionLifetimeHandler(artifacts);
        }

        using var application = await builder.BuildAsync();
        return await application.RunAsync();
    }
}
