using Conformance.Reference.Pipeline;

namespace Conformance.Reference;

/// <summary>What servers do to requests that are unusual and legal, and what of their inside their errors show.</summary>
internal static class UnusualRequestDeviations
{
    private const int LongLine = 8_192;
    private const int ManyLines = 64;

    public static IEnumerable<Deviation> All { get; } =
    [
        Bare(
            "long-header-line-400",
            "A header line of more than 8 kB is answered 400 in HTML.",
            "nginx, large_client_header_buffers",
            "headers.long-line",
            request => request.Http.Request.Headers.Any(field => field.Value.ToString().Length > LongLine)),
        Bare(
            "many-header-lines-400",
            "More than 64 header lines are answered 400 in HTML.",
            "limits of header maps",
            "headers.many-lines",
            request => request.Http.Request.Headers.Count > ManyLines),
        Bare("long-url-400", "A long URL is answered 400 in HTML.", "servers with short lines", "route.long-url", request =>
            request.Http.Request.QueryString.Value?.Length > LongLine),
        Bare(
            "malformed-escape-400",
            "A percent sign that escapes nothing is answered 400 in HTML.",
            "Apache, nginx",
            "route.malformed-escape",
            request => request.Path.Contains('%', StringComparison.Ordinal)),
        new("range-honoured", "Of a read only the range is answered: 206.", "caches")
        {
            Records = ["route.range"],
            Bend = pipeline => pipeline.Rewriting(status => status == StatusCodes.Status200OK, (request, answer) =>
            {
                if (request.Http.Request.Headers.Range.Count > 0 && answer.WriteBody is null && answer.Body.Length > 10)
                {
                    answer.Status = StatusCodes.Status206PartialContent;
                    answer["content-range"] = $"bytes 0-9/{answer.Body.Length}";
                    answer.Body = answer.Body[..10];
                }
            }),
        },
        Telling(
            "error-shows-stack-trace",
            "The message of a 404 holds a stack trace.",
            "frameworks in their development mode",
            "Traceback (most recent call last):\n  File \"app.py\""),
        Telling(
            "error-shows-path",
            "The message of a 404 holds a path of the server.",
            "messages of exceptions",
            "no such file: /srv/models/registry.json"),
    ];

    private static Deviation Bare(string name, string breaks, string seenIn, string rule, Func<ApiRequest, bool> when) =>
        new(name, breaks, seenIn)
        {
            Records = [rule],
            Bend = pipeline => pipeline with
            {
                Route = request => when(request)
                    ? new(Html(request))
                    : pipeline.Route(request),
            },
        };

    private static Answer Html(ApiRequest request)
    {
        var answer = Answers.Invalid(request, "");
        answer.Replace("text/html", "<html><body><h1>400 Bad Request</h1></body></html>");
        return answer;
    }

    private static Deviation Telling(string name, string breaks, string seenIn, string message) => new(name, breaks, seenIn)
    {
        Records = ["error.internals"],
        Bend = pipeline => pipeline.Rewriting(status => status == StatusCodes.Status404NotFound, (_, answer) =>
        {
            if (answer.Json() is { } json && json["error"] is System.Text.Json.Nodes.JsonObject { Count: > 1 } error)
            {
                error["message"] = message;
                answer.Replace(json);
            }
        }),
    };
}
