using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Conformance.Reference;

/// <summary>The connection below TLS, by which an answer can be ended in ways that HTTP has no words for.</summary>
internal sealed class RawConnectionFeature(ConnectionContext connection, PipeWriter output)
{
    // RST_STREAM overtakes what is queued for the stream, and nothing tells when that was written.
    private static readonly TimeSpan BeforeStreamReset = TimeSpan.FromMilliseconds(25);

    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(30);

    /// <summary>Makes the feature available on every connection of a listener; to be used before TLS.</summary>
    public static ConnectionDelegate Attach(ConnectionDelegate next) => connection =>
    {
        connection.Features.Set(new RawConnectionFeature(connection, connection.Transport.Output));
        return next(connection);
    };

    /// <summary>Ends an exchange without the end that its framing asks for, once what was written before is on its way.</summary>
    public static async Task CutAsync(HttpContext http)
    {
        if (HttpProtocol.IsHttp2(http.Request.Protocol))
        {
            await Task.Delay(BeforeStreamReset, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        else if (http.Features.Get<RawConnectionFeature>() is { } raw)
        {
            await raw.CloseAsync();
        }

        http.Abort();
    }

    /// <summary>Ends an exchange with a TCP reset; with RST_STREAM on HTTP/2.</summary>
    public static void Reset(HttpContext http)
    {
        if (!HttpProtocol.IsHttp2(http.Request.Protocol)
            && http.Features.Get<RawConnectionFeature>() is { } raw
            && raw.Socket is { } socket)
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Close(0);
        }

        http.Abort();
    }

    private Socket? Socket => connection.Features.Get<IConnectionSocketFeature>()?.Socket;

    private async Task CloseAsync()
    {
        // A socket is closed when its writer is done with what it was given.
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = connection.ConnectionClosed.Register(() => closed.TrySetResult());
        await output.CompleteAsync();
        await closed.Task.WaitAsync(LongestDrain).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
