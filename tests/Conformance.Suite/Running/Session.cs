using System.Collections;
using Conformance.Reporting.Results;
using Conformance.Suite.Preflight;
using Conformance.Suite.Settings;

namespace Conformance.Suite.Running;

/// <summary>A run from its settings to its exit code, whoever has its cases judged: a test runner, or the run itself.</summary>
public static class Session
{
    /// <summary>Has one run of a process, without a test runner: settings, target, cases, reports.</summary>
    /// <param name="file">The settings file; null for none.</param>
    /// <param name="options">The settings that were given one by one; they override the file and the environment.</param>
    /// <param name="view">
    /// Shows how far the run is, as often as it likes, until the token says that it is over; null says a line now and then.
    /// </param>
    /// <returns>The exit code of the run: <see cref="RunVerdict.ExitCode"/>, or 5 where the settings cannot be used.</returns>
    public static Task<int> Run(
        string? file,
        IEnumerable<KeyValuePair<Setting, string>> options,
        Func<Func<RunState>, CancellationToken, Task>? view = null) => Run(
        environment => SettingsReader.Read(file, options, environment),
        (run, reports, _) => view is null ? JudgeAll(run, reports) : JudgeAll(run, reports, view),
        () => Task.FromResult(0));

    /// <summary>Reads the settings and tries the target; where it can be judged, has its cases judged.</summary>
    /// <param name="read">Reads the settings, given the environment.</param>
    /// <param name="judge">Has the cases judged, and writes the reports.</param>
    /// <param name="plan">What is left to do in a run that only said what it would send.</param>
    internal static async Task<int> Run(
        Func<IReadOnlyDictionary<string, string>, RunSettings> read,
        Func<Run, Reports, Interruption, Task<int>> judge,
        Func<Task<int>> plan)
    {
        using var interruption = new Interruption();
        interruption.Listen();
        try
        {
            var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
            var settings = read(environment);
            var secrets = Secrets.From(environment);
            foreach (var warning in secrets.Warnings)
            {
                Reports.Say(Console.Error, $"conformance: {warning}");
            }

            await using var run = await Running.Run.Create(settings, secrets, TimeProvider.System);
            if (settings.DryRun)
            {
                Say(new Announcement(run).WithoutTarget());
                return await plan();
            }

            return await interruption.Settle(await Reach(run, interruption, judge));
        }
        catch (SettingsException exception)
        {
            Reports.Say(Console.Error, $"conformance: {exception.Message}");
            return RunVerdict.BadSettings;
        }
    }

    /// <summary>Judges every case that is left without a runner, removes what was created, and writes the reports.</summary>
    internal static async Task<int> JudgeRest(Run run, Reports reports)
    {
        await run.JudgeAll();
        await run.CleanUp(CancellationToken.None);
        return await reports.Write();
    }

    private static async Task<int> JudgeAll(Run run, Reports reports)
    {
        using var progress = new Progress(run, line => Reports.Say(Console.Out, line), TimeProvider.System);
        return await JudgeRest(run, reports);
    }

    private static async Task<int> JudgeAll(Run run, Reports reports, Func<Func<RunState>, CancellationToken, Task> view)
    {
        run.IsWatched = true;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(run.End.Token);
        var shown = view(new RunWatch(run).State, over.Token);
        await run.JudgeAll();
        await run.CleanUp(CancellationToken.None);
        await over.CancelAsync();
        await shown;
        return await reports.Write();
    }

    private static async Task<int> Reach(Run run, Interruption interruption, Func<Run, Reports, Interruption, Task<int>> judge)
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

        Say(run.Announcement);
        return await judge(run, reports, interruption);
    }

    private static void Say(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Reports.Say(Console.Out, line);
        }
    }
}
