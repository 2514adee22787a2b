using System.Net;
using System.Net.Sockets;

namespace Conformance.SelfTests.Support.Proxies;

/// <summary>Ports for programs that cannot say which free one they took.</summary>
internal static class FreePort
{
    // Below the ports from which the kernel takes those of outgoing connections (ip(7), ip_local_port_range, from 32768):
    // none of the thousands that the tests open takes one of these meanwhile.
    private const int First = 20_000;
    private const int Count = 12_000;

    private static int _next = Random.Shared.Next(Count);

    /// <summary>A port on which nothing listens, given to nobody else in this process for a long time.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref _next) % Count);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there: the next one may be free.
            }
        }
    }
}
