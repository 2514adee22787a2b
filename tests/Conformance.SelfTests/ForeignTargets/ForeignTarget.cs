using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using Conformance.SelfTests.Support.Proxies;

namespace Conformance.SelfTests.ForeignTargets;

/// <summary>A gateway or a mock that nobody here wrote, from npm, as a child process on a free port of the loopback address.</summary>
internal sealed class ForeignTarget : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ForeignTarget(Process process, int port)
    {
        _process = process;
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>The folder with its files: <c>package.json</c> and <c>node_modules</c>, and one folder for each target.</summary>
    public static string Folder { get; } = Path.GetDirectoryName(Source())!;

    /// <summary>Whether npm has installed the packages.</summary>
    public static bool IsInstalled => Directory.Exists(Path.Combine(Folder, "node_modules"));

    /// <summary>Starts a target, and returns when it accepts connections.</summary>
    /// <param name="name">Its name: <c>portkey</c>, <c>aimock</c>, <c>express</c>.</param>
    /// <param name="upstream">What stands behind it, where it is a gateway.</param>
    public static async Task<ForeignTarget> Start(string name, Uri upstream)
    {
        var port = FreePort.Next();
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder };
        var number = port.ToString(CultureInfo.InvariantCulture);
        string[] arguments = name switch
        {
            "portkey" => ["node_modules/@portkey-ai/gateway/build/start-server.js", "--headless", $"--port={number}"],
            "aimock" => ["node_modules/@copilotkit/aimock/dist/cli.js", "--port", number, "--fixtures", "aimock/fixtures.json"],
            _ => [$"{name}/pass-through.mjs", number, upstream.AbsoluteUri.TrimEnd('/')],
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var target = new ForeignTarget(Process.Start(start)!, port);
        if (!await target.Accepts())
        {
            await target.DisposeAsync();
            throw new InvalidOperationException($"{name} did not start: {target._output}");
        }

        return target;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string Source([CallerFilePath] string path = "") => path;

    private async Task<bool> Accepts()
    {
        using var giveUp = new CancellationTokenSource(LongestStart);
        while (!_process.HasExited && !giveUp.IsCancellationRequested)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(Url.Host, Url.Port, giveUp.Token);
                return true;
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                await Task.Delay(BetweenAttempts, CancellationToken.None);
            }
        }

        return false;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}
