using System.Buffers;
using System.Globalization;
using Conformance.Gateway.Upstream;
using Conformance.Reference;
using Conformance.Reference.Pipeline;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Conformance.Gateway.Passing;

/// <summary>One exchange through the gateway.</summary>
internal sealed class Passage(
    HttpContext http, string target, ReferenceGatewayOptions options, Conduct conduct, UpstreamConnections upstream)
{
    private const int PieceLength = 32 * 1024;

    private static readonly TimeSpan BeforeStreamReset = TimeSpan.FromMilliseconds(25);

    private bool bodyEnded;

    private bool IsHttp2 => HttpProtocol.IsHttp2(http.Request.Protocol);

    /// <summary>Forwards the request and relays the answer, or gives the gateway's own.</summary>
    public async Task RunAsync()
    {
        var connection = IsHttp2 ? null : http.Features.Get<TappedConnection>();
        var head = connection?.BeginRequest() ?? [];
        bodyEnded = http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true;
        ForwardedRequest? request = null;
        using var whole = CancellationTokenSource.CreateLinkedTokenSource(conduct.DrainsAfterDisconnect ? default : http.RequestAborted);
        if (conduct.HurriesWhole)
        {
            whole.CancelAfter(options.ShortTimeout);
        }

        try
        {
            request = ForwardedRequest.From(http, head, target, options, conduct);
            request.MapModel();
            conduct.Forward(request);
            await PassAsync(request, whole.Token);
        }
        catch (SmugglingException e)
        {
            await FailAsync(request, StatusCodes.Status400BadRequest, e.Message);
        }
        catch (UpstreamException e)
        {
            // RFC 9110, sections 15.6.3 and 15.6.5.
            var status = e.Failure == UpstreamFailure.Silent ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway;
            await FailAsync(request, status, e.Message);
        }
        catch (OperationCanceledException) when (conduct.HurriesWhole && !http.RequestAborted.IsCancellationRequested)
        {
            await FailAsync(request, StatusCodes.Status504GatewayTimeout, "The request took too long");
        }
        catch (Exception e) when (e is ClientGoneException or OperationCanceledException or IOException or ConnectionAbortedException)
        {
            http.Abort();
        }
        finally
        {
            connection?.EndRequest(bodyEnded);
        }
    }

    private async Task PassAsync(ForwardedRequest request, CancellationToken cancellationToken)
    {
        var rewritten = await PrepareBodyAsync(request, cancellationToken);
        for (var sent = 1; ; sent++)
        {
            await using var attempt = new Attempt(request, rewritten, upstream, cancellationToken);
            AnswerHead head;
            try
            {
                head = await SendAsync(attempt);
                if (sent == 1 && conduct.Retries?.Invoke(head) == true)
                {
                    await RewindAsync(attempt);
                    continue;
                }
            }
            catch (UpstreamException e) when (
                sent == 1 && e.Failure == UpstreamFailure.Unreachable && conduct.Retries?.Invoke(null) == true)
            {
                await RewindAsync(attempt);
                continue;
            }

            try
            {
                await RelayAsync(request, attempt, head, cancellationToken);
                return;
            }
            catch (UpstreamException e) when (conduct.ReplaysAfterCut && sent == 1 && e.Failure == UpstreamFailure.Cut)
            {
                await RewindAsync(attempt);
                await using var replay = new Attempt(request, rewritten, upstream, cancellationToken);
                await replay.SendAsync(options.HeadTimeout);
                throw;
            }
        }
    }

    private async Task<AnswerHead> SendAsync(Attempt attempt)
    {
        try
        {
            return await attempt.SendAsync(conduct.HurriesHead ? options.ShortTimeout : options.HeadTimeout);
        }
        finally
        {
            bodyEnded = attempt.BodyEnded;
        }
    }

    // Given up first: two cannot read one body.
    private async Task RewindAsync(Attempt attempt)
    {
        await attempt.DisposeAsync();
        if (http.Request.Body.CanSeek)
        {
            http.Request.Body.Position = 0;
        }
    }

    private async Task<ReadOnlyMemory<byte>?> PrepareBodyAsync(ForwardedRequest request, CancellationToken cancellationToken)
    {
        if (conduct.IgnoresExpect)
        {
            request.Headers.Drop("expect");
            http.Request.Headers.Expect = default;
        }

        if (!request.HasBody)
        {
            return null;
        }

        if (request.Rewrite is { } rewrite)
        {
            using var gathered = new MemoryStream();
            await http.Request.Body.CopyToAsync(gathered, cancellationToken);
            var bytes = rewrite(gathered.ToArray());
            bytes = request.CutAt < bytes.Length ? bytes[..(int)request.CutAt] : bytes;
            request.Length = bytes.Length;
            return bytes;
        }

        if (conduct.HoldsBody || conduct.ReplaysAfterCut || conduct.Retries is not null)
        {
            http.Request.EnableBuffering();
        }

        if (conduct.HoldsBody)
        {
            await http.Request.Body.CopyToAsync(Stream.Null, cancellationToken);
            http.Request.Body.Position = 0;
        }

        if (request.CutAt < request.Length)
        {
            request.Length = request.CutAt;
        }

        return null;
    }

    private async Task RelayAsync(ForwardedRequest request, Attempt attempt, AnswerHead head, CancellationToken cancellationToken)
    {
        var answer = new RelayedAnswer(request, head, conduct.CopiesAnswerHopByHop);
        conduct.Relay(answer);
        if (answer.Filters.Count > 0)
        {
            answer.Headers.Drop("content-length");
        }

        var hasBody = !HttpMethods.IsHead(http.Request.Method) && head.Status is not (204 or 304);
        attempt.Connection.BeginBody(head, hasBody);
        try
        {
            if (answer.Rewrite is { } rewrite && hasBody)
            {
                await RelayRewrittenAsync(answer, rewrite, attempt, cancellationToken);
            }
            else
            {
                await StartAsync(answer, cancellationToken);
                await RelayBodyAsync(answer, attempt, cancellationToken);
            }
        }
        catch (UpstreamException e) when (e.Failure == UpstreamFailure.Cut && conduct.EndsCutCleanly && http.Response.HasStarted)
        {
            await http.Response.CompleteAsync();
            return;
        }

        bodyEnded = attempt.BodyEnded;
        attempt.Release(head);
        await EndAsync(attempt);
    }

    private async Task RelayRewrittenAsync(
        RelayedAnswer answer, Func<byte[], byte[]> rewrite, Attempt attempt, CancellationToken cancellationToken)
    {
        using var gathered = new MemoryStream();
        var buffer = new byte[PieceLength];
        while (await ReadAsync(attempt, buffer, cancellationToken) is > 0 and var count)
        {
            gathered.Write(buffer, 0, count);
        }

        ReadOnlyMemory<byte> bytes = rewrite(gathered.ToArray());
        if (!answer.KeepsLength)
        {
            answer.Headers.Put("content-length", bytes.Length.ToString(CultureInfo.InvariantCulture));
        }

        await StartAsync(answer, cancellationToken);
        var most = http.Response.ContentLength ?? bytes.Length;
        await http.Response.BodyWriter.WriteAsync(bytes[..(int)Math.Min(most, bytes.Length)], cancellationToken);
        if (bytes.Length < most)
        {
            await RawConnectionFeature.CutAsync(http);
        }
    }

    private async Task RelayBodyAsync(RelayedAnswer answer, Attempt attempt, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceLength);
        try
        {
            while (await ReadAsync(attempt, buffer, cancellationToken) is > 0 and var count)
            {
                await WriteAsync(answer, 0, buffer.AsMemory(0, count), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            for (var i = 0; i < answer.Filters.Count; i++)
            {
                foreach (var rest in answer.Filters[i].End())
                {
                    await WriteAsync(answer, i + 1, rest, cancellationToken);
                }
            }
        }
    }

    private async Task WriteAsync(RelayedAnswer answer, int filter, ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        if (filter < answer.Filters.Count)
        {
            foreach (var passed in answer.Filters[filter].Pass(piece))
            {
                await WriteAsync(answer, filter + 1, passed, cancellationToken);
            }
        }
        else if (!piece.IsEmpty && !http.RequestAborted.IsCancellationRequested)
        {
            await http.Response.BodyWriter.WriteAsync(piece, cancellationToken);
        }
    }

    private async Task<int> ReadAsync(Attempt attempt, byte[] buffer, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(conduct.HurriesSilence ? options.ShortTimeout : options.SilenceTimeout);
        try
        {
            return await attempt.Connection.ReadBodyAsync(buffer, silence.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UpstreamException(UpstreamFailure.Silent, "The upstream fell silent in mid-answer", e);
        }
    }

    private async Task StartAsync(RelayedAnswer answer, CancellationToken cancellationToken)
    {
        var response = http.Response;
        response.StatusCode = answer.Status;
        if (answer.Reason is { } reason)
        {
            http.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = reason;
        }

        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.Append(name, value);
        }

        if (!bodyEnded && !IsHttp2)
        {
            // The rest of the body is not read: the connection cannot be used again (RFC 9112, section 9.3).
            response.Headers.Connection = "close";
        }

        await response.StartAsync(cancellationToken);
        await response.BodyWriter.FlushAsync(cancellationToken);
    }

    /// <summary>Ends the answer, and lets a client that is still sending take it.</summary>
    private async Task EndAsync(Attempt? attempt)
    {
        await http.Response.CompleteAsync();
        if (bodyEnded)
        {
            return;
        }

        if (attempt is not null)
        {
            await attempt.DisposeAsync();
        }

        await (IsHttp2
            ? Task.Delay(BeforeStreamReset, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default)
            : AnswerWriter.LingerAsync(http));
    }

    private async Task FailAsync(ForwardedRequest? request, int status, string message)
    {
        if (http.Response.HasStarted)
        {
            // Never an invented end: what the client has is not whole.
            await RawConnectionFeature.CutAsync(http);
            return;
        }

        var own = conduct.Fail(status, message);
        var answer = new RelayedAnswer(request, own);
        conduct.Relay(answer);
        http.Response.Clear();
        answer.Headers.Put("content-length", own.Body.Length.ToString(CultureInfo.InvariantCulture));
        await StartAsync(answer, http.RequestAborted);
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.BodyWriter.WriteAsync(own.Body, http.RequestAborted);
        }

        await EndAsync(null);
    }
}
