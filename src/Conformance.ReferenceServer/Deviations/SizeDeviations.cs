using System.Collections.Concurrent;
using Conformance.Contract;
using Conformance.Reference.Pipeline;

namespace Conformance.Reference;

/// <summary>What goes wrong with large bodies.</summary>
internal static class SizeDeviations
{
    private const int TooLarge = StatusCodes.Status413PayloadTooLarge;
    private const int ChunkBytes = 65_536;
    private const int ChunkFraming = 9;
    private const string Html =
        "<html><head><title>413 Request Entity Too Large</title></head><body><h1>413 Request Entity Too Large</h1></body></html>";

    private static readonly string[] Lower = ["size.ladder", "size.at-limit", "size.own-limit"];

    public static IEnumerable<Deviation> All { get; } =
    [
        Limited("limit-100-kb", "413 above 100 kB, body-parser's default.", "Express", 102_400),
        Limited("limit-1-mib", "413 above 1 MiB, the default of client_max_body_size.", "claude-code-hub#72", 1_048_576),
        Limited("limit-2-mb", "413 above 2 MiB as plain text, axum's default.", "claudex#6", 2_097_152) with
        {
            Rules = [.. Lower, "size.error-json"],
            Bend = pipeline =>
                Capped(2_097_152)(pipeline).Rewriting(
                    IsTooLarge,
                    (_, answer) => answer.Replace("text/plain; charset=utf-8", "Failed to buffer the request body: length limit exceeded")),
        },
        Limited("limit-30-000-000", "413 above 30,000,000 bytes, Kestrel's default, just below 32 MB.", "ASP.NET Core", 30_000_000) with
        {
            Settings = new Dictionary<string, string> { ["StandardLimit"] = "32MB", ["BatchLimit"] = "35MiB", ["FilesLimit"] = "36MiB" },
        },
        new("limit-1-mib-chunked", "Chunked bodies are refused above 1 MiB, where they are gathered in memory.", "buffering proxies")
        {
            Rules = ["size.ladder", "size.at-limit"],
            Masks = ["size.over-limit", "limit-counts-framing", "limit-content-length-only"],
            Bend = pipeline => pipeline with
            {
                Limit = request => request.IsChunked() ? Math.Min(1_048_576, pipeline.Limit(request)) : pipeline.Limit(request),
            },
        },
        new("limit-one-less", "The limit is one byte lower than the run expects.", "off by one")
        {
            Rules = ["size.at-limit"],
            Masks = ["limit-one-more", "limit-absent", "limit-absent-on-token-counting", "limit-content-length-only"],
            Records = ["size.exact-limit"],
            Bend = pipeline => pipeline with { Limit = request => Math.Min(SizeOf(request) - 1, pipeline.Limit(request)) },
        },
        new("limit-one-more", "The limit is one byte higher than the run allows.", "off by one")
        {
            Rules = ["size.over-limit", "size.declared-only", "size.completions"],
            Records = ["size.exact-limit"],
            Masks = [.. RefusalRules],
            Bend = pipeline => pipeline with
            {
                Limit = request => pipeline.Limit(request) is var limit && limit == SizeOf(request) ? limit + 1 : limit,
            },
        },
        new("limit-global-32-mb", "The limit of the standard endpoints binds Batch and Files as well.", "one limit for all routes")
        {
            Rules = ["size.own-limit", "size.at-limit"],
            Records = ["size.exact-limit"],
            Bend = pipeline => pipeline with { Limit = request => Math.Min(request.Options.StandardLimit, pipeline.Limit(request)) },
        },
        new("limit-absent", "Bodies over the limit are accepted.", "HAProxy, Envoy defaults")
        {
            Rules = ["size.over-limit", "size.declared-only", "size.completions"],
            Records = ["size.exact-limit"],
            Masks = ["limit-*", "whitespace-*", .. RefusalRules],
            Bend = pipeline => pipeline with { Limit = _ => long.MaxValue },
        },
        new("limit-absent-on-token-counting", "Token Counting alone accepts bodies over the limit.", "limits by route")
        {
            Rules = ["size.over-limit", "size.declared-only"],
            Records = ["size.exact-limit"],
            Bend = pipeline =>
                pipeline with { Limit = request => request.Is("messages.count_tokens") ? long.MaxValue : pipeline.Limit(request) },
        },
        new("limit-absent-on-completions", "Text Completions accepts bodies over the limit.", "limits by route")
        {
            Rules = ["size.completions"],
            Bend = pipeline =>
                pipeline with { Limit = request => request.Is("completions.create") ? long.MaxValue : pipeline.Limit(request) },
        },
        new(
            "whitespace-not-counted",
            "A body is parsed and written again before its size is looked at: white space does not count.",
            "gateways that translate, seen with a real one")
        {
            Rules = ["size.over-limit", "size.declared-only", "size.completions"],
            Records = ["size.exact-limit"],
            Masks = ["limit-*", .. RefusalRules],
            Bend = pipeline =>
                Rewritten(
                    pipeline with
                    {
                        Limit = request => request.Operation!.Takes == RequestMedia.Json ? long.MaxValue : pipeline.Limit(request),
                    },
                    pipeline.Limit),
        },
        new(
            "whitespace-dropped-before-1-mib",
            "413 above 1 MiB of what is left of a body that was parsed and written again.",
            "gateways that translate, in front of a server with its default")
        {
            Rules = ["size.ladder", "size.at-limit"],
            Masks = ["limit-*", "whitespace-not-counted"],
            Bend = pipeline => Rewritten(pipeline, _ => 1_048_576),
        },
        new("limit-content-length-only", "The bytes of chunked bodies are not counted.", "HAProxy rule on content-length")
        {
            Rules = ["size.over-limit"],
            Bend = pipeline => pipeline with { Limit = request => request.IsChunked() ? long.MaxValue : pipeline.Limit(request) },
        },
        new("limit-counts-framing", "The framing of chunks counts towards the limit.", "Kestrel")
        {
            Rules = ["size.at-limit"],
            Bend = pipeline => pipeline with
            {
                Limit = request =>
                    pipeline.Limit(request) is var limit && request.IsChunked() ? limit - (limit / ChunkBytes * ChunkFraming) : limit,
            },
        },
        new("buffer-hole", "Bodies between 64 KiB and 100 KiB are refused with 500.", "a buffer that is handed over at its end")
        {
            Rules = ["size.ladder"],
            Bend = pipeline => pipeline with
            {
                Media = async request => request.Http.Request.ContentLength is > 65_536 and < 100_000
                    ? Answers.Error(request, StatusCodes.Status500InternalServerError, "Internal server error")
                    : await pipeline.Media(request),
            },
        },
        new("expect-417", "A body within the limit that asks with Expect: 100-continue is refused with 417.", "old proxies")
        {
            Rules = ["content.framing"],
            Masks = ["size.ladder", "size.at-limit", "size.over-limit"],
            Bend = pipeline => pipeline with
            {
                Media = async request =>
                    request.Http.Request.Headers.Expect.Count > 0 && request.Http.Request.ContentLength <= request.Limit
                    ? Answers.Error(request, StatusCodes.Status417ExpectationFailed, "Expectation failed")
                    : await pipeline.Media(request),
            },
        },
        Instead("too-large-400", "400 instead of 413.", "TykTechnologies", StatusCodes.Status400BadRequest),
        Instead("too-large-500", "500 instead of 413.", "archestra#4802", StatusCodes.Status500InternalServerError),
        Instead("too-large-502", "502 instead of 413.", "Caddy, YARP", StatusCodes.Status502BadGateway),
        new("too-large-400-chunked", "400 instead of 413 where the body was chunked.", "limits that strike while a body is read")
        {
            Rules = ["size.over-limit"],
            Bend = pipeline => pipeline.Rewriting((request, answer) =>
            {
                if (IsTooLarge(answer.Status) && request.IsChunked())
                {
                    answer.Become(request, StatusCodes.Status400BadRequest);
                }
            }),
        },
        new("too-large-html", "The 413 is HTML.", "nginx")
        {
            Rules = ["size.error-json"],
            Masks = OfTheJson,
            Bend = pipeline => pipeline.Rewriting(IsTooLarge, (_, answer) => answer.Replace("text/html", Html)),
        },
        new("too-large-labelled-html", "The 413 is JSON, labelled text/html.", "error pages of a proxy with a JSON body")
        {
            Rules = ["size.error-json"],
            Bend = pipeline => pipeline.Rewriting(IsTooLarge, (_, answer) => answer[HeaderNames.ContentType] = "text/html"),
        },
        new("too-large-cut", "The 413 is labelled JSON and is cut off in the middle.", "buffers of error pages")
        {
            Rules = ["size.error-json"],
            Masks = OfTheJson,
            Bend = pipeline => pipeline.Rewriting(IsTooLarge, (_, answer) => answer.Body = answer.Body[..(answer.Body.Length / 2)]),
        },
        new("too-large-empty", "The 413 has no body.", "Kestrel, Caddy")
        {
            Rules = ["size.error-json"],
            Masks = OfTheJson,
            Bend = pipeline => pipeline.Rewriting(IsTooLarge, (_, answer) =>
            {
                answer.Body = default;
                answer[HeaderNames.ContentType] = null;
            }),
        },
        new("too-large-wrong-type", "The 413 has another error type.", "opencodex#3879, ollama")
        {
            Rules = ["size.error-type"],
            Bend = pipeline =>
                pipeline.Rewriting(IsTooLarge, (_, answer) => Change(answer, json => json["error"]!["type"] = ErrorTypes.InvalidRequest)),
        },
        new(
            "too-large-edge",
            "The 413 has the error alone, without the envelope around it.",
            "the edge in front of the API itself: claude-code#3335")
        {
            Rules = ["size.envelope"],
            Records = ["size.edge"],
            Bend = pipeline => pipeline.Rewriting(IsTooLarge, (_, answer) => Change(answer, json => json.Remove("type"))),
        },
        new("too-large-after-body", "The whole body is read before it is refused.", "buffering gateways")
        {
            Rules = ["size.declared-only"],
            Bend = pipeline => pipeline with { Size = _ => default },
        },
        new("too-large-reset", "The connection is reset without an answer.", "commandcode-proxy#7")
        {
            Rules = ["size.answer-delivered", "size.declared-only"],
            Masks = ["size.over-limit", .. RefusalRules],
            Bend = OnRefusal((request, _) =>
            {
                request.Http.Abort();
                return Task.CompletedTask;
            }),
        },
        new(
            "too-large-reset-chunked",
            "The connection is reset without an answer where the body was chunked.",
            "servers that close with unread bytes")
        {
            Rules = ["size.answer-delivered"],
            Bend = pipeline => pipeline with
            {
                Write = (request, answer) =>
                {
                    if (!IsTooLarge(answer.Status) || !request.IsChunked())
                    {
                        return pipeline.Write(request, answer);
                    }

                    request.Http.Abort();
                    return Task.CompletedTask;
                },
            },
        },
        new("too-large-hangs", "A body over the limit is never answered.", "buffering gateways")
        {
            Rules = ["size.answer-delivered", "size.declared-only"],
            Settings = new Dictionary<string, string> { ["Timeout"] = "2s" },
            Masks = ["size.over-limit", .. RefusalRules],
            Bend = OnRefusal((request, _) => Task.Delay(Timeout.Infinite, request.Http.RequestAborted)),
        },
        new("keep-alive-poisoned", "The request after a refused upload fails on the same connection.", "fastify-http-proxy#474")
        {
            Rules = ["size.next-request"],
            Bend = Poisoned,
        },
    ];

    private static string[] RefusalRules =>
    [
        "size.error-json", "size.error-type", "size.envelope", "size.answer-delivered", "size.next-request",
        "headers.request-id-on-413", "headers.organization-id-on-413",
    ];

    // What nobody can see of a 413 that is no JSON.
    private static string[] OfTheJson => ["size.error-type", "size.envelope", "too-large-wrong-type", "too-large-edge"];

    private static bool IsTooLarge(int status) => status == TooLarge;

    private static long SizeOf(ApiRequest request) => Stages.SizeLimiting.Limit(request);

    private static Deviation Limited(string name, string breaks, string seenIn, long bytes) => new(name, breaks, seenIn)
    {
        Rules = Lower,
        Records = ["size.exact-limit"],
        Masks =
        [
            "limit-global-32-mb", "limit-one-less", "limit-one-more", "limit-counts-framing", "limit-absent",
            "limit-absent-on-token-counting", "limit-content-length-only", "limit-1-mib-chunked", "limit-30-000-000", "limit-2-mb"
        ],
        Bend = Capped(bytes),
    };

    private static Func<RequestPipeline, RequestPipeline> Capped(long bytes) =>
        pipeline => pipeline with { Limit = request => Math.Min(bytes, pipeline.Limit(request)) };

    private static Deviation Instead(string name, string breaks, string seenIn, int status) => new(name, breaks, seenIn)
    {
        Rules = ["size.over-limit", "size.completions"],
        Records = ["size.edge"],
        Masks = [.. RefusalRules],
        Bend = pipeline => pipeline.Rewriting(IsTooLarge, (request, answer) => answer.Become(request, status)),
    };

    // Of a long string more is kept than of any white space.
    private static RequestPipeline Rewritten(RequestPipeline pipeline, Func<ApiRequest, long> limit) => pipeline with
    {
        Body = async request => await pipeline.Body(request) is { } answer ? answer
            : request.Text?.Kept.Length >= Bodies.JsonText.LongestString && request.Http.Request.ContentLength > limit(request)
                ? Answers.TooLarge(request)
                : null,
    };

    private static void Change(Answer answer, Action<System.Text.Json.Nodes.JsonObject> change)
    {
        if (answer.Json() is { } json)
        {
            change(json);
            answer.Replace(json);
        }
    }

    private static Func<RequestPipeline, RequestPipeline> OnRefusal(Func<ApiRequest, Answer, Task> write) =>
        pipeline => pipeline with
        {
            Write = (request, answer) => IsTooLarge(answer.Status) ? write(request, answer) : pipeline.Write(request, answer),
        };

    // The answer goes out without closing the connection; what is left of the body is read, and the next request then fails.
    private static RequestPipeline Poisoned(RequestPipeline pipeline)
    {
        var poisoned = new ConcurrentDictionary<string, bool>();
        return pipeline with
        {
            Write = (request, answer) =>
            {
                if (IsTooLarge(answer.Status) && HttpProtocol.IsHttp11(request.Http.Request.Protocol))
                {
                    poisoned[request.Http.Connection.Id] = true;
                    request.BodyEnded = true;
                }

                return pipeline.Write(request, answer);
            },
            Authenticate = async request => poisoned.TryRemove(request.Http.Connection.Id, out _)
                ? Answers.Error(request, StatusCodes.Status502BadGateway, "Bad gateway")
                : await pipeline.Authenticate(request),
        };
    }
}
