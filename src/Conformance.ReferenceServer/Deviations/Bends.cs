using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reference.Pipeline;

namespace Conformance.Reference;

/// <summary>The ways in which deviations bend a pipeline: each keeps what the pipeline did before.</summary>
internal static class Bends
{
    private static readonly byte[] EndOfEvent = "\n\n"u8.ToArray();

    /// <summary>Changes the request before any stage sees it.</summary>
    public static RequestPipeline Receiving(this RequestPipeline pipeline, Action<ApiRequest> change) => pipeline with
    {
        Receive = async request =>
        {
            await pipeline.Receive(request);
            change(request);
        },
    };

    /// <summary>Changes every answer after it was finished.</summary>
    public static RequestPipeline Rewriting(this RequestPipeline pipeline, Action<ApiRequest, Answer> rewrite) => pipeline with
    {
        Finish = (request, answer) =>
        {
            var finished = pipeline.Finish(request, answer);
            rewrite(request, finished);
            return finished;
        },
    };

    /// <summary>Changes the answers with these statuses after they were finished.</summary>
    public static RequestPipeline Rewriting(this RequestPipeline pipeline, Func<int, bool> status, Action<ApiRequest, Answer> rewrite) =>
        pipeline.Rewriting((request, answer) =>
        {
            if (status(answer.Status))
            {
                rewrite(request, answer);
            }
        });

    /// <summary>Changes the events of every stream: each is given, and those that come of it are sent.</summary>
    public static RequestPipeline RewritingEvents(this RequestPipeline pipeline, Func<string, IEnumerable<string>> rewrite) =>
        pipeline.Rewriting((_, answer) =>
        {
            if (answer.WriteBody is { } write)
            {
                answer.WriteBody = (writer, stop) => PassOnAsync(write, writer, rewrite, stop);
            }
        });

    /// <summary>Whether the request is one of these operations.</summary>
    public static bool Is(this ApiRequest request, params string[] operations) =>
        request.Operation is { } operation && operations.Contains(operation.Id);

    /// <summary>Whether the request's body comes in chunks.</summary>
    public static bool IsChunked(this ApiRequest request) => request.Http.Request.Headers.TransferEncoding.Count > 0;

    /// <summary>The body as a JSON object; null where it is none.</summary>
    public static JsonObject? Json(this Answer answer)
    {
        try
        {
            return answer.WriteBody is null && !answer.Body.IsEmpty ? JsonNode.Parse(answer.Body.Span) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Puts another body in place, as it is, under the label that is there.</summary>
    public static void Replace(this Answer answer, JsonNode json) => answer.Body = Encoding.UTF8.GetBytes(json.ToJsonString());

    /// <summary>Puts another body in place.</summary>
    public static void Replace(this Answer answer, string mediaType, string text)
    {
        answer.Body = Encoding.UTF8.GetBytes(text);
        answer.WriteBody = null;
        answer[HeaderNames.ContentType] = mediaType;
    }

    /// <summary>Turns an answer into an error of another status, with the type that belongs to it.</summary>
    public static void Become(this Answer answer, ApiRequest request, int status)
    {
        var other = Answers.Error(request, status, answer.Json()?["error"]?["message"]?.GetValue<string>() ?? "Error");
        answer.Status = status;
        answer.Body = other.Body;
        answer.WriteBody = null;
        answer[HeaderNames.ContentType] = MediaTypes.Json;
    }

    /// <summary>Gives an answer another request id, in the header and in the body.</summary>
    public static void Identify(this Answer answer, string requestId)
    {
        answer[HeaderNames.RequestId] = requestId;
        if (answer.Json() is { } json && json.ContainsKey("request_id"))
        {
            json["request_id"] = requestId;
            answer.Replace(json);
        }
    }

    private static async Task PassOnAsync(
        Func<PipeWriter, CancellationToken, Task> write,
        PipeWriter writer,
        Func<string, IEnumerable<string>> rewrite,
        CancellationToken stop)
    {
        var pipe = new Pipe();
        var written = WriteAndCompleteAsync(write, pipe.Writer, stop);
        while (true)
        {
            var read = await pipe.Reader.ReadAsync(stop);
            var rest = read.Buffer;
            while (Event(rest) is { } end)
            {
                foreach (var text in rewrite(Encoding.UTF8.GetString(rest.Slice(0, end))))
                {
                    await writer.WriteAsync(Encoding.UTF8.GetBytes(text), stop);
                }

                rest = rest.Slice(end);
            }

            pipe.Reader.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        await written;
    }

    private static SequencePosition? Event(System.Buffers.ReadOnlySequence<byte> bytes)
    {
        var reader = new System.Buffers.SequenceReader<byte>(bytes);
        return reader.TryReadTo(out System.Buffers.ReadOnlySequence<byte> _, EndOfEvent) ? reader.Position : null;
    }

    private static async Task WriteAndCompleteAsync(
        Func<PipeWriter, CancellationToken, Task> write, PipeWriter writer, CancellationToken stop)
    {
        await write(writer, stop);
        await writer.CompleteAsync();
    }
}
