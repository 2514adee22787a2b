using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Conformance.Contract;
using Conformance.Reference;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using Conformance.Suite.Uploads;
using Conformance.Wire;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>How a request's body travels through a gateway: its length, its coding, its size, and when.</summary>
public sealed class ForwardFraming : GatewayTests
{
    private const string Declared = "declared";
    private const string Chunked = "chunked";
    private const string Gzip = "gzip";
    private const string Both = "both-lengths";
    private const string SmallEither = "a small body does not arrive byte for byte either";
    private const string Content = "{}";
    private const string InChunks = "2\r\n{}\r\n0\r\n\r\n";
    private const int SmallBody = 2048;
    private const int StreamedBody = 600_000;

    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(5);

    private static ScriptedAnswer Accepted => Script.Answer(200).Json("{}");

    [Rule("forward.body-framing", Must, "2024-06",
        "What arrives upstream is a whole body under a true length and a true coding; two lengths at once are not forwarded")]
    [Clause(Documents.Rfc9110, "8.6",
        "A sender MUST NOT forward a message with a Content-Length header field value that is known to be incorrect.")]
    [Operations("messages.create", Variants = [Declared, Chunked, Gzip, Both])]
    public async Task A_body_is_framed_truly(Operation operation, string variant)
    {
        if (variant == Both)
        {
            await TwoLengths(operation);
            return;
        }

        var json = Encoding.UTF8.GetBytes(Target.Json(operation));
        using var sending = Gateway.Begin(operation, Accepted, request => variant switch
        {
            Chunked => request.WithBody(request.Body!, BodyFraming.Chunked),
            Gzip => request.With(HeaderNames.ContentEncoding, "gzip").WithBody(RequestBody.Of(Zipped(json))),
            _ => request,
        });
        var both = await sending.Ended;
        if (both is { Arrivals: [], Client.Response.Status: >= 400 and < 500 } && variant == Gzip)
        {
            both.Should().Hold(true, "a whole body or a refusal", "a refusal");
            return;
        }

        await Gateway.MustHaveArrived(operation, both);
        var arrival = both.Arrival;
        var label = arrival.Values(HeaderNames.ContentEncoding) is [var first, ..] ? first : null;
        var bytes = label == "gzip" ? Unzipped(arrival.Body.Kept) : arrival.Body.Kept.ToArray();
        both.Should().Hold(arrival.Body.IsWhole, "a whole body upstream", $"{arrival.Body.Length} bytes, and no end");
        both.Should().Hold(
            bytes is not null && AnswerBody.JsonFault(bytes) is null,
            $"a JSON text upstream{(label is null ? "" : $", {label} as it is labelled")}",
            bytes is null ? $"bytes that are no {label}" : AnswerBody.JsonFault(bytes) ?? "");
    }

    [Rule("forward.large-body", Must, "2025-08", "A body at the size limit arrives upstream whole, or is refused as documented",
        DependsOn = ["forward.body-bytes"], IsAskedOnce = true)]
    [Clause(Documents.Overview2025August, "Request size limits", "The API has the following maximum request sizes …")]
    [Operations("messages.create", "batches.create", "files.upload")]
    [Uploads(UploadKind.Forwarded)]
    public async Task A_large_body_arrives_whole(Operation operation)
    {
        var bytes = Target.Settings.Limit(operation.Size)!.Accepted;
        var body = Body(operation, bytes);
        using var sending = Gateway.Begin(operation, Accepted, request => request.WithBody(body) with
        {
            OwnConnection = true,
            Progress = new UploadProgress(CaseContext.Current, bytes),
        });
        var both = await sending.Ended;
        if (both is { Arrivals: [], Client.Response.Status: 413 } && AnswerBody.ErrorType(both.Client) == ErrorTypes.RequestTooLarge)
        {
            both.Should().Hold(true, "a whole body or the documented 413", "the documented 413");
            return;
        }

        await Gateway.MustHaveArrived(operation, both);
        var arrived = both.Arrival.Body;
        var isSame = IsSame(arrived, both.Client.Request.Body!);
        if (!isSame && !await SmallArrives(operation))
        {
            if (operation.Takes != RequestMedia.Multipart)
            {
                Skip.See("forward.body-bytes", SmallEither);
            }

            both.Should().Hold(false, "the bytes of a form upstream", $"others, even of one of {SmallBody:N0} bytes");
        }

        both.Should().Hold(
            isSame,
            string.Create(CultureInfo.InvariantCulture, $"the {bytes:N0} bytes of the client upstream"),
            !arrived.IsWhole ? string.Create(CultureInfo.InvariantCulture, $"{arrived.Length:N0} bytes, and no end")
                : arrived.Length != bytes ? string.Create(CultureInfo.InvariantCulture, $"{arrived.Length:N0} bytes")
                : "as many bytes, but others");
    }

    [Rule("forward.body-streamed", Should, "2026-10", "The first byte of a body goes upstream before the client sent the last",
        DependsOn = ["forward.large-body"], IsAskedOnce = true, IsTimed = true)]
    [Clause(Documents.GatewayOverview, "Feature pass-through", "Inspect without modifying.")]
    [Operations("files.upload")]
    public async Task A_body_is_streamed(Operation operation)
    {
        var rest = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var sending = Gateway.Begin(
            operation, Accepted,
                request => request.WithBody(Body(operation, StreamedBody)) with { OwnConnection = true, BeforeEnd = rest.Task });
        var isStreamed = await sending.ArrivedBody(LongestHold);
        rest.SetResult();
        var both = await sending.Ended;
        if (both.Arrivals.Count == 0 && both.Client.Response?.Status == 413)
        {
            Skip.NothingToShow("the gateway refuses a body of 600,000 bytes: forward.large-body says so");
        }

        await Gateway.MustHaveArrived(operation, both);
        if (!isStreamed && !await SmallArrives(operation))
        {
            Skip.See("forward.large-body", SmallEither);
        }

        if (both.Arrival.Body.FirstByteAt is { } first)
        {
            Observe("firstByteMs",
                Math.Round(System.Diagnostics.Stopwatch.GetElapsedTime(both.Client.StartedAt, first).TotalMilliseconds, 1));
        }

        both.Should().Hold(isStreamed, "the beginning of the body upstream while the client waited to send the end",
            $"nothing of it in {LongestHold.TotalSeconds:0} s");
    }

    [Rule("forward.expect", Must, "2024-06", "A client that expects a 100 gets one, or a final answer, before it sends the body",
        IsTimed = true)]
    [Clause(Documents.Rfc9110, "10.1.1", "An origin server … MUST NOT wait for the content before sending the 100 (Continue) response.")]
    [Operations("messages.create")]
    public async Task An_expectation_is_met(Operation operation)
    {
        OnlyOnHttp1("an expectation");
        var both = await Send(operation, Accepted, request => request.WithBody(request.Body!, BodyFraming.ExpectContinue));
        both.Should().Hold(
            both.Client.ContinueReceived || both.Client.IsEarlyAnswer, "a 100 or a final answer before the body",
                "neither: the body was waited for");
    }

    private static async Task TwoLengths(Operation operation)
    {
        OnlyOnHttp1("a transfer coding");
        using var sending = Gateway.Begin(operation, Accepted,
            request => request.With("transfer-encoding", "chunked").WithBody(InChunks) with { OwnConnection = true });
        var both = await sending.Ended;
        if (both.Arrivals.Count == 0)
        {
            await Gateway.MustArriveUnbent(operation);
            both.Should().Hold(both.Client.Response is not { Status: < 400 }, "a refusal, or one length upstream",
                both.Client.Should().Came());
            return;
        }

        var lengths = both.Arrival.Values("content-length").Count;
        both.Should().Hold(
            lengths == 0 || both.Arrival.Values("transfer-encoding").Count == 0, "a refusal, or one length upstream",
                "content-length and transfer-encoding");

        // RFC 9112, section 6.3: the transfer coding overrides the length, which is to be removed before the message is forwarded.
        both.Should().Hold(both.ArrivedText == Content, $"the content of the chunk upstream: {Content}",
            both.ArrivedText == InChunks ? "the chunk with its framing, as if that were content"
                : $"{both.Arrival.Body.Length} bytes of something else");
    }

    // What not even a small body survives is no matter of its size.
    private static async Task<bool> SmallArrives(Operation operation)
    {
        var small = await Send(operation, Accepted, request => request.WithBody(Body(operation, SmallBody)));
        return IsSame(small.Arrival.Body, small.Client.Request.Body!);
    }

    // Where the gateway maps the model, all but its name is the same.
    private static bool IsSame(SeenBody arrived, RequestBody sent) =>
        arrived.Sha256 is { } hash && (hash == Sha256(sent) || hash == Sha256(Gateway.AsMapped(sent)));

    private static RequestBody Body(Operation operation, long bytes) =>
        operation.Takes == RequestMedia.Multipart ? FormBody.WithFile(bytes, Target.FileName)
            : RequestBody.PaddedJson(Target.Json(operation), bytes);

    private static string Sha256(RequestBody body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(body.Prefix.Span);
        Span<byte> spaces = stackalloc byte[16 * 1024];
        spaces.Fill((byte)' ');
        for (var left = body.Filler; left > 0; left -= spaces.Length)
        {
            hash.AppendData(spaces[..(int)Math.Min(left, spaces.Length)]);
        }

        hash.AppendData(body.Suffix.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[] Zipped(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var coder = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            coder.Write(bytes);
        }

        return zipped.ToArray();
    }

    private static byte[]? Unzipped(ReadOnlyMemory<byte> bytes)
    {
        using var coder = new GZipStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        try
        {
            coder.CopyTo(plain);
            return plain.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
