using System.IO.Pipelines;
using System.Text;
using Conformance.Contract;
using Conformance.Reference.Pipeline;

namespace Conformance.Reference;

/// <summary>What goes wrong with how bodies travel, small ones too.</summary>
internal static class FramingDeviations
{
    private static readonly string[] Framing = ["content.framing"];

    // Where a framing fails, the sizes of that framing are not judged.
    private static readonly string[] Sizes = ["size.ladder", "size.at-limit", "size.over-limit"];

    public static IEnumerable<Deviation> All { get; } =
    [
        new("chunked-refused", "A chunked body is answered 411, whatever its size.", "gateways that need a length, seen with three")
        {
            Rules = Framing,
            Masks = Sizes,
            Bend = Refusing(request => request.IsChunked(), StatusCodes.Status411LengthRequired, "Length required"),
        },
        new(
            "chunked-dropped", "A chunked body does not arrive: the request is answered as one without a body.",
            "proxies that copy content-length bytes")
        {
            Rules = Framing,
            Masks = Sizes,
            Bend = Refusing(request => request.IsChunked(), StatusCodes.Status400BadRequest, "The request body is empty"),
        },
        new("expect-refused", "Expect: 100-continue is answered 417, whatever the size of the body.", "old proxies")
        {
            Rules = Framing,
            Masks = Sizes,
            Bend = Refusing(
                request => request.Http.Request.Headers.Expect.Count > 0, StatusCodes.Status417ExpectationFailed, "Expectation failed"),
        },
        new("http2-bodies-refused", "A body over HTTP/2 is answered 502.", "gateways whose upstream speaks HTTP/1.1 alone")
        {
            Rules = Framing,
            Masks = Sizes,
            Bend = Refusing(
                request => request.Http.Request.Protocol == "HTTP/2" && request.Operation?.Takes == RequestMedia.Json,
                StatusCodes.Status502BadGateway,
                "Bad gateway"),
        },
        new("upload-refused", "A small upload that is valid is answered 400.", "gateways that parse every body as JSON")
        {
            Rules = ["content.upload-accepted"],
            Bend = Refusing(request => request.Is("files.upload") && HasFile(request), StatusCodes.Status400BadRequest, "Invalid JSON"),
        },
        new("upload-unsupported", "A small upload that is valid is answered 415.", "gateways that take JSON alone")
        {
            Rules = ["content.upload-accepted"],
            Bend = Refusing(
                request => request.Is("files.upload") && HasFile(request),
                StatusCodes.Status415UnsupportedMediaType,
                "Unsupported media type"),
        },
        new("upload-emptied", "Of an upload nothing arrives: size_bytes is 0.", "gateways that read the form before they forward it")
        {
            Rules = ["content.upload-accepted"],
            Bend = Answering.Changing(["files.upload"], (_, json) => json["size_bytes"] = 0),
        },
        new("stream-latin-1", "The text of a stream is Latin-1 and not UTF-8.", "platforms with another default")
        {
            Rules = ["stream.utf8"],
            Bend = Bytes(text => Encoding.Latin1.GetBytes(text.Replace("Hello!", "Hell\u00f6!", StringComparison.Ordinal))),
        },
        new(
            "stream-surrogate-halves", "A character of a stream is cut in two and its halves are sent apart.",
            "writers that split between bytes")
        {
            Rules = ["stream.utf8"],
            Bend = Bytes(
                text => [.. Encoding.UTF8.GetBytes(text).SelectMany<byte, byte>(value => value == (byte)'!' ? [0xE2, 0x9C] : [value])]),
        },
    ];

    private static bool HasFile(ApiRequest request) => request.Parts.Any(part => part is { Name: "file", FileName: not null });

    private static Func<RequestPipeline, RequestPipeline> Refusing(Func<ApiRequest, bool> when, int status, string message) => pipeline =>
        pipeline with
        {
            Handle = request => when(request) ? new(Answers.Error(request, status, message)) : pipeline.Handle(request),
        };

    private static Func<RequestPipeline, RequestPipeline> Bytes(Func<string, byte[]> encode) => pipeline =>
        pipeline.Rewriting((_, answer) =>
        {
            if (answer.WriteBody is not { } write)
            {
                return;
            }

            answer.WriteBody = async (writer, stop) =>
            {
                using var gathered = new MemoryStream();
                var pipe = PipeWriter.Create(gathered, new StreamPipeWriterOptions(leaveOpen: true));
                await write(new Flushing(pipe, gathered, writer, encode), stop);
                await pipe.CompleteAsync();
            };
        });

    // Passes on what was written whenever it is flushed, as other bytes: an event at a time.
    private sealed class Flushing(PipeWriter inner, MemoryStream gathered, PipeWriter outer, Func<string, byte[]> encode) : PipeWriter
    {
        public override void Advance(int bytes) => inner.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            await inner.FlushAsync(cancellationToken);
            var text = Encoding.UTF8.GetString(gathered.ToArray());
            gathered.SetLength(0);
            return await outer.WriteAsync(encode(text), cancellationToken);
        }
    }
}
