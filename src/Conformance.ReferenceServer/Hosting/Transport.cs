using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Conformance.Reference.Hosting;

/// <summary>How a reference server takes bytes from its connections: made for bodies of hundreds of megabytes.</summary>
internal static class Transport
{
    /// <summary>Replaces what Kestrel has registered; call it after Kestrel.</summary>
    public static void Configure(IServiceCollection services)
    {
        // After Kestrel's own: a factory that is there already would stand in for the sockets.
        services.AddSingleton<IConnectionListenerFactory, HandedOverListenerFactory>();
        services.AddSingleton<IMemoryPoolFactory<byte>, WideBuffers.Factory>();

        // A piece of a body is looked at by whoever received it. Nothing that handles a request here blocks.
        services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
    }
}
