using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using RestSharp;
using RestSharp.Interceptors;

namespace Conformance.Wire;

/// <summary>One sending of a request: hooks into RestSharp, so that what it builds becomes exactly what was asked for.</summary>
internal sealed class Attempt(Request request, WireOptions options, ConcurrentDictionary<string, Recorder> recorders) : Interceptor
{
    private const int MostArrivals = 256;

    private readonly Uri _url = new(options.BaseUrl.AbsoluteUri.TrimEnd('/') + request.Target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    private Recorder? _recorder;
    private Response? _response;
    private Exception? _bodyFailure;

    private Recorder Recorder => _recorder ?? throw new InvalidOperationException("an attempt is run once, before its hooks");

    /// <summary>Whether a kept connection ended without a byte of an answer.</summary>
    public bool MetClosingConnection { get; private set; }

    public async Task<Exchange> Run(Connections connections, CancellationToken cancellationToken)
    {
        // Not disposed: the connection may still report progress while it is being torn down.
        var stall = new CancellationTokenSource();
        var timeout = request.Timeout ?? options.Timeout;
        var recorder = _recorder = new Recorder(request, request.Version ?? options.HttpVersion, timeout, options.ContinueTimeout, stall);
        recorders[recorder.Id] = recorder;
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stall.Token);
        recorder.Progressed();
        Exception? failure;
        try
        {
            var rest = new RestRequest(_url, Enum.Parse<Method>(request.Method, ignoreCase: true))
            {
                CompletionOption = HttpCompletionOption.ResponseHeadersRead,
                Interceptors = [this],
            };
            var result = await connections.Execute(rest, linked.Token);
            failure = _bodyFailure ?? (_response is null ? result.ErrorException ?? new IOException("no answer") : null);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            failure = exception;
        }
        finally
        {
            recorders.TryRemove(recorder.Id, out _);
            recorder.Finished();
        }

        cancellationToken.ThrowIfCancellationRequested();
        var outcome = failure is null ? Outcome.Answered : stall.IsCancellationRequested ? Outcome.Timeout : Failure.Outcome(failure);
        MetClosingConnection = outcome == Outcome.Reset && request.Framing != BodyFraming.ExpectOnly && recorder is { OnUsedConnection: true, AnsweredAfter: null };
        return new Exchange(request, _url, recorder.SentHeaders, outcome, _response)
        {
            Detail = failure is null ? null : Failure.Describe(outcome, failure, recorder, timeout),
            BytesSent = recorder.BytesSent,
            IsEarlyAnswer = recorder.IsEarlyAnswer,
            WriteFailed = recorder.WriteFailed && outcome != Outcome.Timeout,
            ContinueReceived = recorder.Interim.Contains(100),
            SentAfter = recorder.SentAfter,
            AnsweredAfter = recorder.AnsweredAfter,
            Duration = recorder.Elapsed,
        };
    }

    /// <inheritdoc />
    public override ValueTask BeforeHttpRequest(HttpRequestMessage requestMessage, CancellationToken cancellationToken)
    {
        requestMessage.Headers.Clear();
        requestMessage.Content?.Dispose();
        requestMessage.Content = null;
        requestMessage.RequestUri = _url;
        requestMessage.Version = Recorder.Version;
        requestMessage.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        if (Recorder.Version.Major >= 2)
        {
            ForHttp2(requestMessage);
        }
        else
        {
            ForHttp1(requestMessage);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override async ValueTask AfterHttpRequest(HttpResponseMessage responseMessage, CancellationToken cancellationToken)
    {
        if (Recorder.AnsweredAfter is null)
        {
            Recorder.Answer(Recorder.SentAfter is not null || request.Body is null);
        }

        var headers = Recorder.ResponseHead is { } head ? ResponseHead.Fields(head) : Http2Fields(responseMessage);
        using var kept = new MemoryStream();
        var arrivals = new List<Arrival>();
        long length = 0;
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            await using var body = await responseMessage.Content.ReadAsStreamAsync(cancellationToken);
            for (int count; (count = await body.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                Recorder.Progressed();
                length += count;
                kept.Write(buffer, 0, (int)Math.Min(count, Math.Max(0, request.KeepBytes - kept.Length)));
                if (arrivals.Count < MostArrivals)
                {
                    arrivals.Add(new Arrival(Recorder.Elapsed, length));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            _bodyFailure = exception;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        _response = new Response(
            (int)responseMessage.StatusCode, responseMessage.ReasonPhrase ?? "", responseMessage.Version, headers, kept.ToArray(), length, [.. Recorder.Interim], arrivals);
        responseMessage.Content = new ByteArrayContent([]);
    }

    private void ForHttp1(HttpRequestMessage message)
    {
        var fields = new List<HeaderField>();
        if (request.Header("host") is null)
        {
            fields.Add(new HeaderField("host", _url.Authority));
        }

        fields.AddRange(request.Headers);
        if (request.Body is { } body)
        {
            var chunked = request.Framing == BodyFraming.Chunked;
            message.Content = new BodyContent(body, chunked, declares: true, Recorder);
            fields.Add(chunked
                ? new HeaderField("transfer-encoding", "chunked")
                : new HeaderField("content-length", body.Length.ToString(CultureInfo.InvariantCulture)));
            if (request.Framing is BodyFraming.ExpectContinue or BodyFraming.ExpectOnly)
            {
                fields.Add(new HeaderField("expect", "100-continue"));
            }
        }
        else if (request.Method is "POST" or "PUT" or "PATCH")
        {
            // RFC 9110, section 8.6: a user agent should send it when the method anticipates content.
            fields.Add(new HeaderField("content-length", "0"));
        }

        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{request.Method} {_url.PathAndQuery} HTTP/1.1\r\n");
        foreach (var field in fields)
        {
            head.Append(field.Name).Append(": ").Append(field.Value).Append("\r\n");
        }

        Recorder.Head = Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
        Recorder.SentHeaders = fields;
        message.Headers.TryAddWithoutValidation(WireStream.MarkerField, Recorder.Id);
    }

    private void ForHttp2(HttpRequestMessage message)
    {
        if (request.Body is { } body)
        {
            message.Content = new BodyContent(body, chunks: false, declares: request.Framing != BodyFraming.Chunked, Recorder);
        }
        else if (request.Headers.Any(IsContentField))
        {
            message.Content = new ByteArrayContent([]);
        }

        foreach (var field in request.Headers)
        {
            _ = IsContentField(field)
                ? message.Content!.Headers.TryAddWithoutValidation(field.Name, field.Value)
                : message.Headers.TryAddWithoutValidation(field.Name, field.Value);
        }

        // Names are lower case on HTTP/2 (RFC 9113, section 8.2.1).
        Recorder.SentHeaders = [.. request.Headers.Select(field => field with { Name = field.Name.ToLowerInvariant() })];
    }

    private static bool IsContentField(HeaderField field) => field.Name.StartsWith("content-", StringComparison.OrdinalIgnoreCase);

    private static List<HeaderField> Http2Fields(HttpResponseMessage message) =>
    [
        .. message.Headers.NonValidated.Concat(message.Content.Headers.NonValidated)
            .SelectMany(pair => pair.Value.Select(value => new HeaderField(pair.Key, value))),
    ];
}
