using System.Net;
using System.Net.Sockets;

namespace Conformance.SelfTests.Support.Proxies;

/// <summary>Ports for programs that cannot say which free one they took.</summary>
internal static class FreePort
{
    /// <summary>A port that was free a moment ago. Somebody else may take it meanwhile: whoever uses it tries again then.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
