using System.Buffers;
using System.Globalization;
using System.Text;
using RestSharp;
using RestSharp.Interceptors;

namespace Conformance.Wire;

/// <summary>One sending of a request: hooks into RestSharp, so that what it builds becomes exactly what was asked for.</summary>
internal sealed class Attempt(Request request, WireOptions options, Traffic traffic) : Interceptor
{
    private const int BufferLength = 16 * 1024;

    private readonly Uri _url = new(
        options.BaseUrl.AbsoluteUri.TrimEnd('/') + request.Target,
        new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private Recorder? _recorder;
    private Response? _response;
    private Exception? _bodyFailure;

    private Recorder Recorder => _recorder ?? throw new InvalidOperationException("an attempt is run once, before its hooks");

    /// <summary>Whether a kept connection ended without a byte of an answer.</summary>
    public bool MetClosingConnection { get; private set; }

    public async Task<Exchange> Run(Connections connections, PaceSlot? slot, CancellationToken cancellationToken)
    {
        // Not disposed: the connection may still give the attempt up while it is being torn down.
        var giveUp = new CancellationTokenSource();
        await using var cancelled = cancellationToken.UnsafeRegister(static giveUp => ((CancellationTokenSource)giveUp!).Cancel(), giveUp);
        await using var abandoned = request.Abandoned.UnsafeRegister(static giveUp => ((CancellationTokenSource)giveUp!).Cancel(), giveUp);
        using var clocks = new ExchangeClocks(options.Time, request.Timeout ?? options.Timeout, giveUp);
        var recorder = _recorder = new Recorder(request, request.Version ?? options.HttpVersion, options, traffic, clocks, slot, giveUp);
        traffic.Recorders[recorder.Id] = recorder;
        Exception? failure;
        try
        {
            var rest = new RestRequest(_url, Enum.Parse<Method>(request.Method, ignoreCase: true))
            {
                CompletionOption = HttpCompletionOption.ResponseHeadersRead,
                Interceptors = [this],
            };
            var result = await connections.Execute(rest, giveUp.Token);
            failure = _bodyFailure ?? (_response is null ? result.ErrorException ?? new IOException("no answer") : null);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            failure = exception;
        }
        finally
        {
            traffic.Recorders.TryRemove(recorder.Id, out _);
            recorder.Over();
        }

        cancellationToken.ThrowIfCancellationRequested();
        return Exchange(recorder, clocks, failure);
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

        var headers = Recorder.ResponseFields ?? Http2Fields(responseMessage);
        var kept = new ReceivedBody(request.KeepBytes);
        try
        {
            if (headers.Count > Bounds.HeadFields)
            {
                headers = [.. headers.Take(Bounds.HeadFields)];
                throw Recorder.Exceeded(
                    Bound.HeadFields,
                    string.Create(CultureInfo.InvariantCulture, $"too many header fields: more than {Bounds.HeadFields:N0} came"));
            }

            await Read(responseMessage.Content, kept, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            _bodyFailure = exception;
        }
        finally
        {
            responseMessage.Content.Dispose();
            responseMessage.Content = new ByteArrayContent([]);
        }

        _response = new Response(
            (int)responseMessage.StatusCode, responseMessage.ReasonPhrase ?? "", responseMessage.Version, headers, kept.Bytes, kept.Length,
            Recorder.Interim.Count == 0 ? [] : [.. Recorder.Interim], kept.Arrivals);
    }

    private async Task Read(HttpContent content, ReceivedBody kept, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            await using var body = await content.ReadAsStreamAsync(cancellationToken);
            for (int count; (count = await body.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                Recorder.Progressed();
                kept.Add(buffer.AsSpan(0, count), Recorder.Elapsed);
                request.Received?.Report(buffer.AsMemory(0, count));
                if (kept.Length > options.LongestAnswer)
                {
                    throw Recorder.TooLong();
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private Exchange Exchange(Recorder recorder, ExchangeClocks clocks, Exception? failure)
    {
        var passed = failure is null ? null : recorder.Passed ?? Failure.Bound(failure, inBody: failure == _bodyFailure);
        var outcome = failure is null ? Outcome.Answered
            : passed is not null ? Outcome.Excessive
            : clocks.Expired is not null ? Outcome.Timeout
            : Failure.Outcome(failure);
        var isAbandoned = failure is not null && request.Abandoned.IsCancellationRequested;
        var wasInvited = recorder.Interim.Contains(100);
        MetClosingConnection = !isAbandoned && outcome == Outcome.Reset && !recorder.HeldBack
            && recorder is { OnUsedConnection: true, AnsweredAfter: null } or { WasRefused: true, IsBegun: false };
        return new Exchange(request, _url, recorder.SentHeaders, outcome, _response)
        {
            Detail = failure is null ? null
                : isAbandoned ? "the client closed, as it was meant to"
                : passed?.Message ?? Failure.Describe(outcome, failure, recorder, clocks),
            Passed = passed?.Bound,
            IsTransient = outcome == Outcome.Reset
                ? !isAbandoned && !(recorder.HeldBack && wasInvited)
                : outcome == Outcome.Timeout && clocks.Expired is null or Clock.Silence,
            StartedAt = clocks.Start,
            HadConnection = recorder.IsBegun || recorder.Version.Major >= 2,
            BytesSent = recorder.BytesSent,
            IsEarlyAnswer = recorder.IsEarlyAnswer,
            WriteFailed = recorder.WriteFailed && outcome != Outcome.Timeout,
            ContinueReceived = wasInvited,
            SentAfter = recorder.SentAfter,
            AnsweredAfter = recorder.AnsweredAfter,
            Duration = recorder.Elapsed,
        };
    }

    private void ForHttp1(HttpRequestMessage message)
    {
        var fields = new List<HeaderField>(request.Headers.Count + 3);
        if (request.Header("host") is null)
        {
            fields.Add(new HeaderField("host", _url.Authority));
        }

        fields.AddRange(request.Headers);
        if (request.Body is { } body)
        {
            var chunked = request.Framing == BodyFraming.Chunked;
            var content = new BodyContent(body, chunked, declares: true, Recorder);
            message.Content = content;
            Recorder.BodyOnWire = content.WireLength;
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

        // RFC 9112, section 3.2.2: a proxy that is not asked for a tunnel is given the whole address.
        var target = options.Proxy is not null && _url.Scheme == Uri.UriSchemeHttp
            ? _url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + _url.PathAndQuery
            : _url.PathAndQuery;
        var head = new StringBuilder(256).Append(request.Method).Append(' ').Append(target).Append(" HTTP/1.1\r\n");
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
