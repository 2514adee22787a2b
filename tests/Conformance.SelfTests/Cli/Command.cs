using System.Diagnostics;
using System.Globalization;
using Conformance.Reporting.Json;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;

namespace Conformance.SelfTests.Cli;

/// <summary>The tool <c>conformance</c> as its user starts it.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">Everything on standard output.</param>
/// <param name="Errors">Everything on standard error.</param>
internal sealed record Command(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private static string Tool => Path.Combine(AppContext.BaseDirectory, "conformance");

    /// <summary>Runs it in a directory.</summary>
    public static Task<Command> Run(string directory, params string[] arguments) => Ended(Start(directory, arguments), arguments);

    /// <summary>Runs it in a directory, with a variable of the environment.</summary>
    public static Task<Command> RunWith(string name, string value, string directory, params string[] arguments) =>
        Ended(Start("env", directory, [$"{name}={value}", Tool, .. arguments]), arguments);

    private static async Task<Command> Ended(Process process, string[] arguments)
    {
        using var started = process;
        var run = await ProgramRun.EndOf(started, Longest, $"conformance {string.Join(' ', arguments)}");
        return new Command(run.ExitCode, run.Output, run.Errors);
    }

    /// <summary>Starts it.</summary>
    public static Process Start(string directory, params string[] arguments) => Start(Tool, directory, arguments);

    private static Process Start(string program, string directory, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        return Process.Start(CleanEnvironment.Of(start))!;
    }

    /// <summary>Starts it so that it hears an interruption, which what a shell starts in its background does not.</summary>
    public static Process StartInterruptible(string directory, params string[] arguments) =>
        Start("env", directory, ["--default-signal=INT", Tool, .. arguments]);

    /// <summary>Presses Ctrl+C.</summary>
    public static async Task Interrupt(Process process)
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Makes a directory with runs in it, each as <c>name/results.json</c>.</summary>
    public static async Task<string> DirectoryWith(params (string Name, RunResult Run)[] runs)
    {
        var directory = TestDirectory.Create();
        foreach (var (name, run) in runs)
        {
            Directory.CreateDirectory(Path.Combine(directory, name));
            await ResultsJson.WriteAsync(run, Path.Combine(directory, name, "results.json"));
        }

        return directory;
    }
}
