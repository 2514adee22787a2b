using System.Collections;
using Conformance.Suite.Running;
using Conformance.Suite.Settings;
using Microsoft.Testing.Platform.Builder;
using Microsoft.Testing.Platform.Services;
using NUnit.VisualStudio.TestAdapter.TestingPlatformAdapter;

namespace Conformance.Suite;

/// <summary>The suite as an executable: what <c>dotnet test</c> starts, and what runs alone just as well.</summary>
public static class Program
{
    private const int BadSettings = 2;
    private const int Broken = 1;

    // These only ask the runner something, so nothing is sent.
    private static readonly string[] Questions = ["--list-tests", "--help", "-?", "--info"];

    /// <summary>Checks the settings, tries the target, runs the cases and writes the reports.</summary>
    /// <returns>0 only when cases ran, none is <c>fail</c> or <c>error</c>, and no waiver is stale.</returns>
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

        try
        {
            var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
            var settings = SettingsReader.Read(args, environment);
            await using var run = await Run.StartAsync(settings, Secrets.From(environment), TimeProvider.System);
            return await Judge(run, args);
        }
        catch (SettingsException exception)
        {
            await Console.Error.WriteLineAsync($"conformance: {exception.Message}");
            return BadSettings;
        }
    }

    private static async Task<int> Judge(Run run, string[] args)
    {
        var reports = new Reports(run);

        if (run.NotJudged is { } reason)
        {
            // One line says it all; the report says it of every case.
            await Console.Error.WriteLineAsync($"conformance: {reason}; report: {reports.Page}");
            await reports.Write();
            return Broken;
        }

        var runner = await RunCases(args, reports);
        var green = await reports.Write();
        return runner != 0 ? runner : green ? 0 : Broken;
    }

    private static async Task<int> RunCases(string[] args, Reports? reports = null)
    {
        // The summary at the end groups what was not run by its reason, so that not each case needs lines of its own.
        string[] quiet = args.Contains("--show-test-results") || args.Contains("--output") || args.Contains("--server") ? [] : ["--show-test-results", "failed"];
        var builder = await TestApplication.CreateBuilderAsync([.. args, .. quiet]);
        builder.AddNUnit(() => [typeof(Program).Assembly]);
        if (reports is not null)
        {
            builder.TestHost.AddTestSessionLifetimeHandler(services => new ReportArtifacts(services.GetMessageBus(), Run.Current!, reports));
        }

        using var application = await builder.BuildAsync();
        return await application.RunAsync();
    }
}
