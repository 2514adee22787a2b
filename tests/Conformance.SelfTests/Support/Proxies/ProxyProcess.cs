using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Conformance.SelfTests.Support.Proxies;

/// <summary>A real proxy as a child process in front of an upstream, configured by a file of the tests.</summary>
internal sealed class ProxyProcess : IAsyncDisposable
{
    private const int Tries = 3;

    // Whose key it is, a proxy's user knows and a proxy does not; any id does for what the proxy answers by itself.
    private const string Organization = "00000000-0000-4000-8000-000000000000";

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ProxyProcess(Process process, int port, bool plain, int? tlsPort)
    {
        _process = process;
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        Plain = plain;
        TlsUrl = tlsPort is null ? null : new Uri(string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{tlsPort}"));
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it listens, plain, if its configuration has such a listener.</summary>
    public Uri Url { get; }

    /// <summary>Where it listens with TLS; null where its configuration has no such listener.</summary>
    public Uri? TlsUrl { get; }

    /// <summary>Where a client that may choose goes: with TLS where it is offered, since HTTP/2 is offered there too.</summary>
    public Uri Best => TlsUrl ?? Url;

    private bool Plain { get; }

    /// <summary>Starts a proxy and returns when its ports accept.</summary>
    /// <param name="program">The proxy.</param>
    /// <param name="configuration">
    /// The name of a file in the proxy's folder of <c>Proxies</c>. In it and in a script of the same name (<c>kept.lua</c>)
    /// <c>@PORT@</c>, <c>@TLS_PORT@</c>, <c>@UPSTREAM@</c> (host and port), <c>@UPSTREAM_PORT@</c>, <c>@DIRECTORY@</c> (that
    /// of both files), <c>@CERTIFICATE@</c>, <c>@KEY@</c> and <c>@ORGANIZATION@</c> are filled in.
    /// </param>
    /// <param name="upstream">What it forwards to.</param>
    public static async Task<ProxyProcess> Start(ProxyProgram program, string configuration, Uri upstream)
    {
        for (var tries = 1; ; tries++)
        {
            var proxy = await Launch(program, configuration, upstream);
            if (await proxy.Accepts())
            {
                return proxy;
            }

            await proxy.DisposeAsync();
            if (tries == Tries)
            {
                throw new InvalidOperationException($"{program.Executable} did not start: {proxy._output}");
            }
        }
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

    private static async Task<ProxyProcess> Launch(ProxyProgram program, string configuration, Uri upstream)
    {
        var directory = TestDirectory.Create();
        var source = Path.Combine(AppContext.BaseDirectory, "Proxies", program.Folder, configuration);
        var text = await File.ReadAllTextAsync(source);
        var port = FreePort.Next();
        int? tlsPort = text.Contains("@TLS_PORT@", StringComparison.Ordinal) ? FreePort.Next() : null;
        var file = Path.Combine(directory, configuration);
        await File.WriteAllTextAsync(file, Filled(text));
        var script = Path.ChangeExtension(source, ".lua");
        if (File.Exists(script))
        {
            await File.WriteAllTextAsync(Path.ChangeExtension(file, ".lua"), Filled(await File.ReadAllTextAsync(script)));
        }

        var start = new ProcessStartInfo(program.Path, program.Arguments(file, directory))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        start.Environment["HOME"] = start.Environment["XDG_DATA_HOME"] = start.Environment["XDG_CONFIG_HOME"] = directory;
        return new ProxyProcess(Process.Start(start)!, port, text.Contains("@PORT@", StringComparison.Ordinal), tlsPort);

        string Filled(string template) => template
            .Replace("@PORT@", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("@TLS_PORT@", tlsPort?.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("@UPSTREAM@", upstream.Authority, StringComparison.Ordinal)
            .Replace("@UPSTREAM_PORT@", upstream.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("@DIRECTORY@", directory, StringComparison.Ordinal)
            .Replace("@CERTIFICATE@", LoopbackCertificate.PemFile, StringComparison.Ordinal)
            .Replace("@KEY@", LoopbackCertificate.PemFile, StringComparison.Ordinal)
            .Replace("@ORGANIZATION@", Organization, StringComparison.Ordinal);
    }

    private async Task<bool> Accepts()
    {
        using var giveUp = new CancellationTokenSource(LongestStart);
        foreach (var url in new[] { Plain ? Url : null, TlsUrl }.OfType<Uri>())
        {
            while (!await Accepts(url))
            {
                if (_process.HasExited || giveUp.IsCancellationRequested)
                {
                    return false;
                }

                await Task.Delay(BetweenAttempts, CancellationToken.None);
            }
        }

        return !_process.HasExited;
    }

    private static async Task<bool> Accepts(Uri url)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, url.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}
