using System.Diagnostics;

namespace Conformance.SelfTests.Support;

/// <summary>A program that ran to its end.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Everything on standard output.</param>
/// <param name="Errors">Everything on standard error.</param>
internal sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Both streams, for what a failing test shows.</summary>
    public string Said => Output + Errors;

    /// <summary>Runs a program in an environment without anything that is for a run of the suite or of a pipeline.</summary>
    /// <param name="directory">Where it runs.</param>
    /// <param name="environment">Variables that are added.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<ProgramRun> Of(
        string directory, IReadOnlyDictionary<string, string> environment, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = directory,
        };
        using var process = Process.Start(CleanEnvironment.Of(start, environment))!;
        process.StandardInput.Close();
        return await EndOf(process, Longest, $"{program} {string.Join(' ', arguments)}");
    }

    /// <summary>Waits until a process has ended that was started with both of its streams redirected, and reads them.</summary>
    /// <param name="process">The process; killed with its children where it takes too long.</param>
    /// <param name="longest">How long it may take.</param>
    /// <param name="what">What it is, for the exception.</param>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public static async Task<ProgramRun> EndOf(Process process, TimeSpan longest, string what)
    {
        using var giveUp = new CancellationTokenSource(longest);
        var output = process.StandardOutput.ReadToEndAsync(giveUp.Token);
        var errors = process.StandardError.ReadToEndAsync(giveUp.Token);
        try
        {
            await process.WaitForExitAsync(giveUp.Token);
            return new ProgramRun(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{what} did not end within {longest}");
        }
    }
}
