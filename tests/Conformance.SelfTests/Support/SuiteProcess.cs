using System.Diagnostics;
using Conformance.Reporting.Json;
using Conformance.Reporting.Results;

namespace Conformance.SelfTests.Support;

/// <summary>A run of the suite as its user starts it: its own executable, real settings, and what it left behind.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">Everything on standard output.</param>
/// <param name="Errors">Everything on standard error.</param>
/// <param name="Directory">The report directory; empty when nothing was written.</param>
internal sealed record SuiteProcess(int ExitCode, string Output, string Errors, string Directory)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>The results that the run wrote.</summary>
    public RunResult Results => ResultsJson.Read(File.ReadAllText(Path.Combine(Directory, "results.json")));

    /// <summary>Whether the run wrote results.</summary>
    public bool HasResults => File.Exists(Path.Combine(Directory, "results.json"));

    /// <summary>Runs the suite with settings given as <c>--test-parameter</c>.</summary>
    /// <param name="settings">Settings by name.</param>
    public static Task<SuiteProcess> Run(params (string Name, string Value)[] settings) =>
        Run(
            [.. settings.SelectMany(setting => new[] { "--test-parameter", $"{setting.Name}={setting.Value}" })],
            new Dictionary<string, string>());

    /// <summary>Runs the suite with a command line and with variables added to an environment that has none of its own.</summary>
    public static Task<SuiteProcess> Run(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var directory = TestDirectory.Create();
        var reports = arguments.Any(argument => argument.StartsWith("ReportDirectory=", StringComparison.Ordinal))
            ? Array.Empty<string>()
            : ["--test-parameter", $"ReportDirectory={Path.Combine(directory, "reports")}"];
        return Run(
            new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Conformance.Suite"), [.. arguments, .. reports]),
            environment,
            directory);
    }

    /// <summary>Runs the suite, however it is started, to its end.</summary>
    /// <param name="start">Its command line.</param>
    /// <param name="environment">Variables for an environment that has none of the suite's own.</param>
    /// <param name="directory">Where it runs, with the reports below.</param>
    public static async Task<SuiteProcess> Run(
        ProcessStartInfo start, IReadOnlyDictionary<string, string> environment, string directory)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        start.WorkingDirectory = directory;
        using var process = Process.Start(CleanEnvironment.Of(start, environment))!;
        process.StandardInput.Close();
        var run = await ProgramRun.EndOf(process, Longest, "the suite");
        return new SuiteProcess(run.ExitCode, run.Output, run.Errors, Path.Combine(directory, "reports"));
    }
}
