using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Conformance.Reference.Hosting;

/// <summary>
/// An end point without a socket: its connections were accepted by another one. Kestrel chooses the protocol of a plain
/// connection by its end point alone, so HTTP/2 with prior knowledge on the port of HTTP/1.1 needs two.
/// </summary>
internal sealed class HandedOverEndPoint : EndPoint
{
    private readonly Channel<ConnectionContext> connections = Channel.CreateUnbounded<ConnectionContext>();

    /// <summary>The connections that wait to be accepted here.</summary>
    public ChannelReader<ConnectionContext> Waiting => connections.Reader;

    /// <summary>Gives a connection to this end point and completes when it is done with.</summary>
    public async Task HandOverAsync(ConnectionContext connection)
    {
        var handedOver = new HandedOverConnection(connection);
        if (connections.Writer.TryWrite(handedOver))
        {
            await handedOver.Done;
        }
    }

    /// <summary>Takes no more connections.</summary>
    public void Close() => connections.Writer.TryComplete();

    /// <inheritdoc />
    public override string ToString() => "handed-over:0";
}
