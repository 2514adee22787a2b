using Microsoft.AspNetCore.Http.Features;

namespace Conformance.Reference.Pipeline;

/// <summary>Puts an answer on the wire.</summary>
internal static class AnswerWriter
{
    // Up to this many bytes, reading on is cheaper than a new connection.
    private const long WorthReading = 64 * 1024;

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BeforeReset = TimeSpan.FromMilliseconds(25);

    /// <summary>Writes it, and lets a client that is still sending take it.</summary>
    public static async Task WriteAsync(ApiRequest request, Answer answer)
    {
        var http = request.Http;
        var response = http.Response;
        var aborted = http.RequestAborted;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.Append(name, value);
        }

        var isHttp1 = IsHttp1(http);
        var sendsOn = MayHaveMore(request);
        if (sendsOn && isHttp1)
        {
            response.Headers.Connection = "close";
        }

        if (isHttp1 && request.Options.Unusual)
        {
            Unusual.Prepare(http);
        }

        if (answer.WriteBody is not null)
        {
            await response.StartAsync(aborted);
            await answer.WriteBody(response.BodyWriter, aborted);
        }
        else
        {
            response.ContentLength = answer.Sized ? answer.Body.Length : null;
            await response.BodyWriter.WriteAsync(answer.Body, aborted);
        }

        await response.CompleteAsync();
        if (sendsOn)
        {
            await (isHttp1 ? LingerAsync(http) : AwaitCancelAsync(http));
        }
    }

    private static bool IsHttp1(HttpContext http) =>
        HttpProtocol.IsHttp11(http.Request.Protocol) || HttpProtocol.IsHttp10(http.Request.Protocol);

    private static bool MayHaveMore(ApiRequest request) =>
        !request.BodyEnded
        && request.Http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true
        && !(request.Http.Request.ContentLength <= WorthReading);

    // "If a server performs an immediate close of a TCP connection, there is a significant risk that the client will not
    // be able to read the last HTTP response" (RFC 9112, section 9.6). So the rest of the body is read, and lost.
    internal static async Task LingerAsync(HttpContext http)
    {
        using var longest = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        longest.CancelAfter(Longest);
        var reader = http.Request.BodyReader;
        while (true)
        {
            using var quiet = CancellationTokenSource.CreateLinkedTokenSource(longest.Token);
            quiet.CancelAfter(Quiet);
            try
            {
                var read = await reader.ReadAsync(quiet.Token);
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return;
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or BadHttpRequestException)
            {
                return;
            }
        }
    }

    // "Clients MUST NOT discard responses as a consequence of receiving such a RST_STREAM" (RFC 9113, section 8.1), but some
    // do when it comes in one read with the answer. Nothing is read meanwhile: the window holds the client back.
    private static async Task AwaitCancelAsync(HttpContext http) =>
        await Task.Delay(BeforeReset, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
