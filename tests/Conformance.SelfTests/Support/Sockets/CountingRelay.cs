using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Conformance.SelfTests.Support.Sockets;

/// <summary>Passes connections on to a server, and counts what clients send.</summary>
internal sealed class CountingRelay : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly Uri _target;
    private long _bytes;
    private int _open;
    private int _mostOpen;
    private volatile bool _holds;
    private long _held = long.MaxValue;
    private (long Bytes, TaskCompletionSource Reached)? _awaited;

    private CountingRelay(Uri target)
    {
        _target = target;
        _listener = new LoopbackListener((client, _) => Relay(client));
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_listener.Port}"));
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>Bytes that came from clients, heads of requests included.</summary>
    public long BytesFromClients => Interlocked.Read(ref _bytes);

    /// <summary>Connections that clients opened.</summary>
    public int Connections => _listener.Connections;

    /// <summary>The most connections that were open at a time.</summary>
    public int MostOpen => Volatile.Read(ref _mostOpen);

    /// <summary>Starts a relay to a server.</summary>
    public static CountingRelay To(Uri target) => new(target);

    /// <summary>Completes when so many bytes have come from clients.</summary>
    /// <exception cref="TimeoutException">They did not come.</exception>
    public Task Received(long bytes)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited = (bytes, reached);
        if (BytesFromClients >= bytes)
        {
            reached.TrySetResult();
        }

        return reached.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    /// <summary>Lets no answer through on a connection that has sent so many bytes.</summary>
    public void HoldAnswersAfter(long bytes) => _held = bytes;

    /// <summary>Passes nothing on from now on, and closes nothing.</summary>
    public void Hold() => _holds = true;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task Relay(Socket client)
    {
        _mostOpen = Math.Max(_mostOpen, Interlocked.Increment(ref _open));
        var sent = new StrongBox<long>();
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target.Port, _listener.Stopped);
                await Task.WhenAll(Pass(client, server, sent, counts: true), Pass(server, client, sent, counts: false));
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                // One side went away: so does the other.
            }

            Interlocked.Decrement(ref _open);
        }
    }

    private async Task Pass(Socket from, Socket to, StrongBox<long> sent, bool counts)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReceiveAsync(buffer, _listener.Stopped) is > 0 and var count)
        {
            if (counts)
            {
                sent.Value += count;
                var received = Interlocked.Add(ref _bytes, count);
                if (_awaited is var (bytes, reached) && received >= bytes)
                {
                    reached.TrySetResult();
                }
            }

            if (_holds || (!counts && sent.Value >= _held))
            {
                continue;
            }

            for (var passed = 0; passed < count;)
            {
                passed += await to.SendAsync(buffer.AsMemory(passed, count - passed), _listener.Stopped);
            }
        }

        to.Shutdown(SocketShutdown.Send);
    }
}
