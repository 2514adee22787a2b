using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reference.Pipeline;

namespace Conformance.Reference;

/// <summary>What goes wrong with the labels, the bytes and the codings of answers.</summary>
internal static class ContentDeviations
{
    private static readonly string[] OfErrors =
    [
        "error.envelope", "error.type-matches-status", "error.message-is-text", "error.request-id-in-body-matches", "content.body-parses",
    ];

    public static IEnumerable<Deviation> All { get; } =
    [
        new("json-as-text", "A success in JSON is labelled text/plain.", "mocks")
        {
            Rules = ["content.response-json"],
            Bend = Relabelling((_, answer) => answer.Status == 200, "text/plain"),
        },
        new("json-unlabelled-on-models", "The models are not labelled at all.", "static files")
        {
            Rules = ["content.response-json"],
            Bend = Relabelling((request, answer) => answer.Status == 200 && request.Is("models.list"), null),
        },
        new("results-in-one-text", "The results of a batch are one JSON text over several lines.", "gateways that parse and print again")
        {
            Rules = ["content.results-are-jsonl"],
            Bend = OfResults(answer => answer.Body = "[\n  {}\n]\n"u8.ToArray()),
        },
        new("results-as-json", "The results of a batch are labelled application/json.", "one media type for all routes")
        {
            Rules = ["content.results-are-jsonl"],
            Bend = OfResults(answer => answer[HeaderNames.ContentType] = MediaTypes.Json),
        },
        new("error-text-html", "Errors are HTML.", "nginx defaults")
        {
            Rules = ["content.error-json", "error.unknown-route"],
            Masks = OfErrors,
            Bend = Errors((_, answer) => answer.Replace("text/html; charset=utf-8", $"<html><body><h1>{answer.Status}</h1></body></html>")),
        },
        new("error-text-plain", "Errors are plain text.", "ggml-org/llama.cpp")
        {
            Rules = ["content.error-json", "error.unknown-route"],
            Masks = OfErrors,
            Bend = Errors((_, answer) => answer.Replace("text/plain", "Error")),
        },
        new("error-text-html-on-401", "The 401 alone is HTML.", "a key check in front of the API")
        {
            Rules = ["content.error-json"],
            Bend = Errors((_, answer) =>
            {
                if (answer.Status == 401)
                {
                    answer.Replace("text/html", "<html><body><h1>401 Authorization Required</h1></body></html>");
                }
            }),
        },
        new("error-text-html-on-malformed-json", "Only malformed JSON is answered as HTML.", "a parser in front of the API")
        {
            Rules = ["content.error-json"],
            Masks = ["content.malformed-json"],
            Bend = Errors((_, answer) =>
            {
                if (Encoding.UTF8.GetString(answer.Body.Span).Contains("is not valid JSON", StringComparison.Ordinal))
                {
                    answer.Replace("text/html", "<html><body><h1>400 Bad Request</h1></body></html>");
                }
            }),
        },
        new("bom-json", "A byte order mark stands before the JSON.", ".NET and Windows servers")
        {
            Rules = ["content.body-parses"],
            Bend = pipeline => pipeline.Rewriting((_, answer) =>
            {
                if (answer[HeaderNames.ContentType] == MediaTypes.Json && answer.WriteBody is null)
                {
                    answer.Body = (byte[])[.. Encoding.UTF8.Preamble, .. answer.Body.Span];
                }
            }),
        },
        new("latin-1-on-404", "The message of a 404 is Latin-1.", "servers with a code page")
        {
            Rules = ["content.body-parses", "error.unknown-route"],
            Bend = Errors((_, answer) =>
            {
                if (answer.Status == 404 && answer.Json() is { } json && json["error"] is JsonObject { Count: > 1 } error)
                {
                    error["message"] = "not found: ~";
                    answer.Body = Encoding.UTF8.GetBytes(json.ToJsonString()).Select(
                        value => value == (byte)'~' ? (byte)0xE9 : value).ToArray();
                }
            }),
        },
        new("gzip-unasked", "gzip comes though the client did not accept it.", "caches")
        {
            Rules = ["content.encoding-not-unasked"],
            Bend = Coding(_ => true, answer =>
            {
                answer.Body = Gzip(answer.Body);
                answer[HeaderNames.ContentEncoding] = "gzip";
            }),
        },
        new("gzip-lie", "content-encoding: gzip stands on a plain body.", "better-ccflare#243")
        {
            Rules = ["content.encoding-truthful"],
            Bend = Coding(AcceptsGzip, answer => answer[HeaderNames.ContentEncoding] = "gzip"),
        },
        new("gzip-silent", "A body is gzip, and no header says so.", "gadievron/raptor#547")
        {
            Rules = ["content.encoding-truthful"],
            Bend = Coding(AcceptsGzip, answer => answer.Body = Gzip(answer.Body)),
        },
    ];

    private static bool AcceptsGzip(ApiRequest request) => request.Http.Request.Headers.AcceptEncoding == "gzip";

    private static Func<RequestPipeline, RequestPipeline> Relabelling(Func<ApiRequest, Answer, bool> when, string? label) =>
        pipeline => pipeline.Rewriting((request, answer) =>
        {
            if (answer[HeaderNames.ContentType] == MediaTypes.Json && answer.WriteBody is null && when(request, answer))
            {
                answer[HeaderNames.ContentType] = label;
            }
        });

    private static Func<RequestPipeline, RequestPipeline> OfResults(Action<Answer> rewrite) =>
        pipeline => pipeline.Rewriting((request, answer) =>
        {
            if (request.Is("batches.results") && answer.Status == 200)
            {
                rewrite(answer);
            }
        });

    private static Func<RequestPipeline, RequestPipeline> Errors(Action<ApiRequest, Answer> rewrite) =>
        pipeline => pipeline.Rewriting(status => status >= 400 && status != 413, rewrite);

    private static Func<RequestPipeline, RequestPipeline> Coding(Func<ApiRequest, bool> when, Action<Answer> code) =>
        pipeline => pipeline.Rewriting((request, answer) =>
        {
            if (answer.WriteBody is null && !answer.Body.IsEmpty && answer[HeaderNames.ContentEncoding] is null && when(request))
            {
                code(answer);
            }
        });

    private static byte[] Gzip(ReadOnlyMemory<byte> body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body.Span);
        }

        return packed.ToArray();
    }
}
