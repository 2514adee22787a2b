using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reference.Handlers;
using Conformance.Reference.Pipeline;

namespace Conformance.Reference;

/// <summary>What goes wrong with event streams.</summary>
internal static class StreamDeviations
{
    public static IEnumerable<Deviation> All { get; } =
    [
        new("sse-as-json", "The stream is labelled application/json.", "vllm-ascend#6985")
        {
            Rules = ["stream.content-type"],
            Bend = OnStreams((_, answer) => answer[HeaderNames.ContentType] = MediaTypes.Json),
        },
        new("sse-no-event-line", "Events have a data: line and no event: line.", "pi#1983")
        {
            Rules = ["stream.event-lines"],
            Bend = pipeline => pipeline.RewritingEvents(text => [text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]]),
        },
        new("sse-event-misnamed", "One event is named otherwise than its data: ping is called message.", "generic event senders")
        {
            Rules = ["stream.event-lines"],
            Bend = pipeline =>
                pipeline.RewritingEvents(text => [text.Replace("event: ping\n", "event: message\n", StringComparison.Ordinal)]),
            Masks = ["sse-no-event-line"],
        },
        new("sse-unrequested", "An event stream comes though stream is absent.", "sub2api#867")
        {
            Rules = ["stream.only-when-asked"],
            Masks = ["json-as-text", "bom-json"],
            Bend = pipeline => pipeline with
            {
                Handle = async request =>
                {
                    var answer = await pipeline.Handle(request);
                    return answer is { Status: 200, WriteBody: null } && request.Is("messages.create") && answer.Json() is { } message
                        ? MessageStream.Answer(message, ["Hello!"], request.Options)
                        : answer;
                },
            },
        },
        new("sse-buffered", "The whole stream is delivered at its end.", "buffering proxies")
        {
            Rules = ["stream.not-buffered"],
            Bend = OnStreams((_, answer) =>
            {
                var write = answer.WriteBody!;
                answer.WriteBody = async (writer, stop) =>
                {
                    using var gathered = new MemoryStream();
                    var pipe = PipeWriter.Create(gathered, new StreamPipeWriterOptions(leaveOpen: true));
                    await write(pipe, stop);
                    await pipe.CompleteAsync();
                    await writer.WriteAsync(gathered.ToArray(), stop);
                };
            }),
        },
        new("sse-error-as-200", "An invalid request for a stream is answered 200 with an error event.", "headroom#3083")
        {
            Rules = ["stream.invalid-request"],
            Bend = Refusing(ErrorEvent),
        },
        new(
            "sse-error-as-json-200",
            "An invalid request for a stream is answered 200 with the error as JSON.",
            "gateways that answer 200 before they ask")
        {
            Rules = ["stream.invalid-request"],
            Bend = Refusing(answer =>
            {
                answer.Status = 200;
                return answer;
            }),
        },
        new(
            "sse-error-as-stream",
            "An invalid request for a stream is answered 400, labelled as an event stream.",
            "gateways that label by what was asked for")
        {
            Rules = ["stream.invalid-request"],
            Bend = Refusing(answer =>
            {
                answer[HeaderNames.ContentType] = MediaTypes.EventStream;
                return answer;
            }),
        },
        new(
            "sse-error-as-text",
            "An invalid request for a stream is answered 400 in JSON, labelled as text.",
            "gateways that relay the bytes of a stream's answer")
        {
            Rules = ["stream.invalid-request"],
            Bend = Refusing(answer =>
            {
                answer[HeaderNames.ContentType] = "text/plain";
                return answer;
            }),
        },
        new("sse-message-start-dropped", "The stream begins without message_start.", "translating gateways")
        {
            Rules = ["stream.event-order"],
            Bend = Dropping("message_start"),
        },
        new("sse-truncated", "The stream ends without message_stop.", "proxy timeouts")
        {
            Rules = ["stream.event-order"],
            Bend = Dropping("message_stop"),
        },
        new(
            "sse-last-event-unended",
            "The last event lacks the empty line that ends it, so that no client sees it.",
            "hand-written event writers")
        {
            Rules = ["stream.event-order"],
            Bend = pipeline =>
                pipeline.RewritingEvents(
                    text => text.Contains("event: message_stop", StringComparison.Ordinal) ? [text.TrimEnd('\n') + "\n"] : [text]),
        },
        new("sse-block-not-stopped", "content_block_stop is missing.", "translating gateways")
        {
            Rules = ["stream.event-order"],
            Bend = Dropping("content_block_stop"),
        },
        new("sse-done-appended", "message_stop is not the last event: another message_delta follows it.", "usage that is added at the end")
        {
            Rules = ["stream.event-order"],
            Bend = pipeline => pipeline.RewritingEvents(text => text.Contains("event: message_stop", StringComparison.Ordinal)
                ? [text, "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{},\"usage\":{\"output_tokens\":1}}\n\n"]
                : [text]),
        },
        new("request-id-dropped-on-streams", "request-id is on JSON and missing on streams.", "headroomlabs-ai/headroom#1100")
        {
            Rules = ["stream.request-id"],
            Bend = OnStreams((_, answer) => answer[HeaderNames.RequestId] = null),
        },
        new(
            "organization-id-dropped-on-streams",
            "anthropic-organization-id is on JSON and missing on streams.",
            "handlers that write streams themselves")
        {
            Rules = ["stream.organization-id"],
            Bend = OnStreams((_, answer) => answer[HeaderNames.OrganizationId] = null),
        },
    ];

    private static Func<RequestPipeline, RequestPipeline> OnStreams(Action<ApiRequest, Answer> rewrite) => pipeline =>
        pipeline.Rewriting((request, answer) =>
        {
            if (answer.WriteBody is not null)
            {
                rewrite(request, answer);
            }
        });

    private static Func<RequestPipeline, RequestPipeline> Dropping(string name) => pipeline =>
        pipeline.RewritingEvents(text => text.Contains($"event: {name}", StringComparison.Ordinal) ? [] : [text]);

    /// <summary>Bends what an invalid request for a stream is answered.</summary>
    private static Func<RequestPipeline, RequestPipeline> Refusing(Func<Answer, Answer> rewrite) => pipeline => pipeline with
    {
        Handle = async request =>
        {
            var answer = await pipeline.Handle(request);
            return answer is { Status: >= 400 } && AsksForStream(request) ? rewrite(answer) : answer;
        },
    };

    private static bool AsksForStream(ApiRequest request) =>
        request.Is("messages.create") && request.Json.TryGetProperty("stream", out var stream)
            && stream.ValueKind == System.Text.Json.JsonValueKind.True;

    private static Answer ErrorEvent(Answer refusal)
    {
        var text = $"event: error\ndata: {(refusal.Json() ?? new JsonObject()).ToJsonString()}\n\n";
        return Answers.Bytes(MediaTypes.EventStream, Encoding.UTF8.GetBytes(text));
    }
}
