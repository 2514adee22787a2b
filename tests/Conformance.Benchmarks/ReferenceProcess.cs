using System.Diagnostics;

namespace Conformance.Benchmarks;

/// <summary>The reference server in a process of its own.</summary>
internal sealed class ReferenceProcess : IAsyncDisposable
{
    private const string Announcement = "Listening on ";

    private readonly Process _process;

    private ReferenceProcess(Process process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    public static async Task<ReferenceProcess> Start()
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "Conformance.ReferenceServer"), ["--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync() ?? "";
        return line.StartsWith(Announcement, StringComparison.Ordinal)
            ? new ReferenceProcess(process, new Uri(line[Announcement.Length..]))
            : throw new InvalidOperationException($"the reference server did not start: {line}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
