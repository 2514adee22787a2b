using System.Net;
using System.Net.Sockets;

namespace Conformance.SelfTests.Support.Sockets;

/// <summary>Accepts connections on a free port of loopback until it is disposed, and then waits for those it accepted.</summary>
internal sealed class LoopbackListener : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Socket, int, Task> _serve;
    private readonly Task _accepting;
    private int _connections;

    /// <summary>Listens.</summary>
    /// <param name="serve">What to do with a connection; its number, from 1, tells them apart.</param>
    public LoopbackListener(Func<Socket, int, Task> serve)
    {
        _serve = serve;
        Stopped = _stop.Token;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = Accept();
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <summary>How many connections it accepted.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Ends when it is disposed.</summary>
    public CancellationToken Stopped { get; }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task Accept()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                open.Add(_serve(socket, Interlocked.Increment(ref _connections)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }
}
