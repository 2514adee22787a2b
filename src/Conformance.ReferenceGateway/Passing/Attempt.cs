using System.Buffers;
using Conformance.Gateway.Upstream;
using Microsoft.AspNetCore.Connections;

namespace Conformance.Gateway.Passing;

/// <summary>A request sent upstream once: its body is written while its answer is awaited.</summary>
internal sealed class Attempt : IAsyncDisposable
{
    private const int PieceLength = 64 * 1024;

    // The answer may overtake the news that the last piece was written.
    private static readonly TimeSpan LastPieceGrace = TimeSpan.FromSeconds(1);

    private readonly ForwardedRequest request;
    private readonly UpstreamConnections upstream;
    private readonly CancellationTokenSource stop;
    private readonly TaskCompletionSource mayWrite = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ReadOnlyMemory<byte>? whole;
    private UpstreamConnection? connection;
    private Task writing = Task.CompletedTask;
    private bool givenUp;
    private bool disposed;

    /// <param name="request">The request.</param>
    /// <param name="whole">Its body where it was rewritten; null streams the client's.</param>
    /// <param name="upstream">The connections.</param>
    /// <param name="cancellationToken">Gives the exchange up.</param>
    public Attempt(ForwardedRequest request, ReadOnlyMemory<byte>? whole, UpstreamConnections upstream, CancellationToken cancellationToken)
    {
        (this.request, this.whole, this.upstream) = (request, whole, upstream);
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Whether the client's body was read to its end.</summary>
    public bool BodyEnded { get; private set; }

    /// <summary>The connection, once there is one.</summary>
    public UpstreamConnection Connection => connection!;

    /// <summary>Sends the request and waits for the head of the final answer.</summary>
    /// <param name="limit">How long it may take once the request was sent.</param>
    /// <exception cref="UpstreamException">There is none.</exception>
    /// <exception cref="ClientGoneException">The client closed while it sent its body.</exception>
    public async Task<AnswerHead> SendAsync(TimeSpan limit)
    {
        BodyEnded = !request.HasBody || whole is not null;
        connection = await upstream.TakeAsync(stop.Token);
        await connection.WriteAsync(request.Head(), stop.Token);
        if (!request.ExpectsContinue)
        {
            mayWrite.TrySetResult();
        }

        writing = request.HasBody ? WriteBodyAsync() : Task.CompletedTask;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var reading = ReadHeadAsync(patience.Token);
        await Task.WhenAny(reading, writing);
        if (!reading.IsCompleted)
        {
            if (writing.Exception?.InnerException is ClientGoneException gone)
            {
                throw new ClientGoneException(gone);
            }

            patience.CancelAfter(limit);
        }

        AnswerHead head;
        try
        {
            head = await reading;
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new UpstreamException(UpstreamFailure.Silent, "The upstream did not answer in time", e);
        }

        if (BodyEnded)
        {
            await writing.WaitAsync(LastPieceGrace, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return head;
    }

    /// <summary>Keeps the connection for others, if it can carry another exchange.</summary>
    public void Release(AnswerHead head)
    {
        if (writing.IsCompletedSuccessfully && !givenUp && head.KeepsAlive && Connection.IsDone && !request.Headers.Has("connection"))
        {
            upstream.Return(Connection);
            connection = null;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        await stop.CancelAsync();
        mayWrite.TrySetResult();
        connection?.Dispose();
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task<AnswerHead> ReadHeadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var head = await Connection.ReadHeadAsync(cancellationToken);
            if (head.Status == StatusCodes.Status101SwitchingProtocols)
            {
                throw new UpstreamException(UpstreamFailure.Malformed, "The upstream switched to a protocol that nobody asked for");
            }

            if (head.Status >= 200)
            {
                // What still waits for a 100 is not sent any more.
                givenUp = !mayWrite.Task.IsCompleted;
                mayWrite.TrySetResult();
                return head;
            }

            if (head.Status == StatusCodes.Status100Continue)
            {
                mayWrite.TrySetResult();
            }
        }
    }

    private async Task WriteBodyAsync()
    {
        await mayWrite.Task.WaitAsync(request.Options.ContinueTimeout, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Token.ThrowIfCancellationRequested();
        if (givenUp)
        {
            return;
        }

        mayWrite.TrySetResult();
        if (whole is { } bytes)
        {
            await Connection.WriteAsync(bytes, stop.Token);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(PieceLength);
        try
        {
            await CopyAsync(buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task CopyAsync(byte[] buffer)
    {
        var left = request.CutAt ?? long.MaxValue;
        var seen = 0L;
        while (await ReadAsync(buffer) is > 0 and var count)
        {
            seen += count;
            BodyEnded = seen == request.Http.Request.ContentLength;
            var piece = buffer.AsMemory(0, (int)Math.Min(count, left));
            left -= piece.Length;
            if (!piece.IsEmpty)
            {
                await (request.Length is null ? Connection.WriteChunkAsync(piece, stop.Token) : Connection.WriteAsync(piece, stop.Token));
            }
        }

        BodyEnded = true;
        if (request.Length is null)
        {
            await Connection.WriteChunkAsync(ReadOnlyMemory<byte>.Empty, stop.Token);
        }
    }

    private async Task<int> ReadAsync(byte[] buffer)
    {
        try
        {
            return await request.Http.Request.Body.ReadAsync(buffer, stop.Token);
        }
        catch (Exception e) when (e is BadHttpRequestException or IOException or ConnectionAbortedException)
        {
            throw new ClientGoneException(e);
        }
    }
}
