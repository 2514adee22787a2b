using System.Net;
using System.Net.Sockets;

namespace Conformance.Wire;

/// <summary>
/// Connects to a host that may have several addresses, of which some may be dead: the next is tried as soon as one fails,
/// or has not answered for a quarter of a second, and the first connection wins (RFC 8305, sections 4 and 5).
/// </summary>
internal sealed class Dialler(Func<string, CancellationToken, Task<IPAddress[]>> resolve, TimeProvider time)
{
    /// <summary>The "Connection Attempt Delay" that RFC 8305 recommends in section 5.</summary>
    private static readonly TimeSpan AttemptDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>Connects to the end point that a handler asks for.</summary>
    /// <exception cref="SocketException">No address took the connection; what the first one came to.</exception>
    public async ValueTask<Stream> Dial(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var endPoint = context.DnsEndPoint;
        IPAddress[] addresses = IPAddress.TryParse(endPoint.Host, out var literal)
            ? [literal]
            : Interleaved(await resolve(endPoint.Host, cancellationToken));
        if (addresses is [])
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        var socket = addresses is [var only]
            ? await Connect(only, endPoint.Port, cancellationToken)
            : await Race(addresses, endPoint.Port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private async Task<Socket> Race(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        using var decided = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = new Queue<IPAddress>(addresses);
        var trying = new List<Task<Socket>>();
        Task<Socket>? failed = null;
        try
        {
            while (waiting.Count > 0 || trying.Count > 0)
            {
                if (waiting.TryDequeue(out var next))
                {
                    trying.Add(Connect(next, port, decided.Token));
                }

                var ended = await FirstOf(trying, waiting.Count > 0, cancellationToken);
                if (ended is { IsCompletedSuccessfully: true })
                {
                    trying.Remove(ended);
                    return await ended;
                }

                if (ended is not null)
                {
                    trying.Remove(ended);
                    failed ??= ended;
                }
            }

            return await failed!;
        }
        finally
        {
            await decided.CancelAsync();
            foreach (var loser in trying)
            {
                _ = loser.ContinueWith(
                    static one => one.Result.Dispose(),
                    CancellationToken.None,
                    TaskContinuationOptions.OnlyOnRanToCompletion,
                    TaskScheduler.Default);
            }
        }
    }

    /// <returns>The attempt that ended first; null where the next address should be tried beside those that did not.</returns>
    private async Task<Task<Socket>?> FirstOf(List<Task<Socket>> trying, bool hasNext, CancellationToken cancellationToken)
    {
        var first = Task.WhenAny(trying);
        if (!hasNext)
        {
            return await first;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var delay = Task.Delay(AttemptDelay, time, enough.Token);
        var winner = await Task.WhenAny(first, delay);
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return winner == first ? await first : null;
    }

    private static async Task<Socket> Connect(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Addresses of one family and the other in turns, each in the order of the system (RFC 8305, section 4).</summary>
    private static IPAddress[] Interleaved(IPAddress[] addresses)
    {
        var first = addresses.Where(address => address.AddressFamily == addresses[0].AddressFamily).ToList();
        var second = addresses.Where(address => address.AddressFamily != addresses[0].AddressFamily).ToList();
        return
        [
            .. Enumerable.Range(0, Math.Max(first.Count, second.Count))
                .SelectMany(i => new[] { first.ElementAtOrDefault(i), second.ElementAtOrDefault(i) }).OfType<IPAddress>(),
        ];
    }
}
