using System.Diagnostics;
using System.Globalization;
using Conformance.SelfTests.Support;

namespace Conformance.Benchmarks;

/// <summary>A program that ran to its end, with the peak of its memory.</summary>
/// <param name="Output">Its standard output.</param>
/// <param name="Milliseconds">How long it ran, from start to end.</param>
/// <param name="PeakBytes">The peak of its resident memory (VmHWM), as last seen while it ran.</param>
/// <param name="ExitCode">Its exit code.</param>
internal sealed record MeasuredProcess(string Output, double Milliseconds, long PeakBytes, int ExitCode)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    public static async Task<MeasuredProcess> Run(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(CleanEnvironment.Of(start, environment))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var exit = process.WaitForExitAsync();
        long peak = 0;
        while (!exit.IsCompleted)
        {
            peak = Math.Max(peak, Peak(process.Id));
            await Task.WhenAny(exit, Task.Delay(BetweenLooks));
        }

        var milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        await errors;
        return new MeasuredProcess(await output, milliseconds, peak, process.ExitCode);
    }

    private static long Peak(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null
                ? 0
                : 1024 * long.Parse(
                    line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^2],
                    CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
