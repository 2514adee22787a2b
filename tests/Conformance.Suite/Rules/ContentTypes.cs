using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using Conformance.Suite.Uploads;
using Conformance.Wire;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>"Content types": JSON in request bodies, JSON in response bodies, and what their labels say.</summary>
public sealed class ContentTypes : ContractTests
{
    private const string AlwaysJson = "The Claude API always accepts JSON in request bodies and returns JSON in response bodies.";
    private const string SendContentType = "You will need to send the `content-type: application/json` header in requests.";
    private const string ErrorsAreJson =
        "Errors are always returned as JSON, with a top-level `error` object that always includes a `type` and `message` value.";

    [Rule("content.response-json", Must, "2024-06", "A success is labelled application/json", DependsOn = ["stream.only-when-asked"])]
    [Clause(Documents.Overview2024, "Content types", AlwaysJson)]
    [EveryOperation(ThatSucceed = true)]
    public async Task A_success_is_labelled_json(Operation operation)
    {
        var exchange = await Target.Valid(operation);
        if (exchange.Response!.MediaType == MediaTypes.EventStream)
        {
            Skip.See("stream.only-when-asked", "the answer is an event stream that was not asked for");
        }

        exchange.Should().HaveMediaType(MediaTypes.Json);
    }

    [Rule("content.error-json", Must, "2024-06", "An error is labelled application/json", Needs = Needs.Route)]
    [Clause(Documents.Errors, "Error shapes", ErrorsAreJson)]
    [EveryOperation]
    public async Task An_error_is_labelled_json(Operation operation)
    {
        var errors = await Target.Errors(operation);
        Each(errors, exchange => exchange.Should().HaveMediaType(MediaTypes.Json));
    }

    [Rule("content.body-parses", Must, "2024-06", "A body labelled JSON is JSON: UTF-8, without a byte order mark", Needs = Needs.Route,
        DependsOn = ["content.response-json", "content.error-json", "content.encoding-truthful"])]
    [Clause(
        Documents.Rfc8259, "8.1 Character Encoding",
        "JSON text … MUST be encoded using UTF-8. Implementations MUST NOT add a byte order mark (U+FEFF) to the beginning.")]
    [EveryOperation]
    public async Task A_body_is_what_its_label_says(Operation operation)
    {
        var answers = (await Target.Errors(operation)).Prepend(await Target.Valid(operation)).Distinct();
        Each(answers, exchange =>
        {
            var response = exchange.Response!;
            if (response.MediaType != MediaTypes.Json)
            {
                Skip.See(response.Status < 400 ? "content.response-json" : "content.error-json", "no answer is labelled as JSON");
            }

            if (response.IsTruncated)
            {
                Skip.NothingToShow("every answer is longer than what is kept of it");
            }

            if (
                AnswerBody.Decoded(response) is not { } decoded
                    || (AnswerBody.LooksGzipped(response) && response.Header(HeaderNames.ContentEncoding) is null))
            {
                Skip.See("content.encoding-truthful", "no body is coded as it says");
                return;
            }

            var fault = AnswerBody.JsonFault(decoded);
            exchange.Should().HoldOfBody(
                fault is null, $"a JSON text on the {exchange.Should().Answer}", $"a body of {response.BodyLength} bytes; {fault}");
        });
    }

    [Rule("content.encoding-truthful", Must, "2024-06", "A body is coded as content-encoding says, and not otherwise", Needs = Needs.Route)]
    [Clause(Documents.Rfc9110, "8.4 Content-Encoding", "indicates what content codings have been applied to the representation")]
    [EveryOperation]
    public async Task The_coding_of_a_body_is_the_one_named(Operation operation)
    {
        var accepting = await Target.Once($"gzip {operation.Id}", () => Target.Probe(operation).With("accept-encoding", "gzip"));
        Each([accepting, await Target.Refused(Refusal.MissingKey, operation)], exchange =>
        {
            var response = exchange.Response!;
            var named = response.Header(HeaderNames.ContentEncoding);
            if (response.BodyLength == 0 || response.IsTruncated)
            {
                Skip.NothingToShow("no answer has a body that is kept whole");
            }

            exchange.Should().HoldOfBody(
                named is not null || !AnswerBody.LooksGzipped(response),
                $"a plain body, as no content-encoding is named on the {response.Status}",
                "gzip bytes");
            exchange.Should().HoldOfHeader(
                HeaderNames.ContentEncoding,
                named is null || AnswerBody.Decoded(response) is not null,
                $"a body coded as content-encoding: {named} says",
                "bytes that do not decode");
        });
    }

    [Rule(
        "content.encoding-not-unasked", Must, "2024-06", "A client that accepts only identity gets a body that is not coded",
        Needs = Needs.Route)]
    [Clause(
        Documents.Rfc9110, "12.5.3 Accept-Encoding",
        "If the representation has no content coding, then it is acceptable by default … If a non-empty Accept-Encoding header field "
            + "is present and none of the listed codings is acceptable …")]
    [EveryOperation]
    public async Task No_coding_is_applied_unasked(Operation operation)
    {
        var exchange = await Target.Send(Target.Probe(operation).With("accept-encoding", "identity"));
        var named = exchange.Response!.Header(HeaderNames.ContentEncoding);
        exchange.Should().HoldOfHeader(
            HeaderNames.ContentEncoding,
            named is null or "identity",
            "no content-encoding, as only identity was accepted",
            $"content-encoding: {named}");
    }

    [Rule("content.malformed-json", Must, "2024-06", "A body that is not JSON is answered 400", Reads = Reads.Refusal)]
    [Clause(
        Documents.Recorded, "Violations",
        "Malformed JSON → 400 `invalid_request_error`, message begins \"The request body is not valid JSON\": claude-code#77525.")]
    [EveryOperation(WithJsonBody = true)]
    public async Task Malformed_json_is_refused(Operation operation)
    {
        var exchange = await Target.Refused(Refusal.MalformedJson, operation);

        // Nothing says whether the resource or the body is looked at first.
        if (operation.ProbeKind == ProbeKind.UnknownResource)
        {
            exchange.Should().BeRefusedWithOneOf(400, 404);
        }
        else
        {
            exchange.Should().BeRefusedWith(400, ErrorTypes.InvalidRequest);
        }
    }

    [Rule("content.json-accepted", Must, "2024-06", "Every spelling of a JSON text is accepted", OwnText = "unicode,escapes")]
    [Clause(Documents.Overview2024, "Content types", AlwaysJson)]
    [Operations("messages.create", "messages.count_tokens", Variants = ["unicode", "escapes", "whitespace", "key-order", "large-numbers"])]
    public async Task Any_json_is_accepted(Operation operation, string variant)
    {
        var json = Target.Json(operation);
        var body = variant switch
        {
            "unicode" => json.Replace("\"Hi\"", "\"Grüße 👋🏽 你好 \u2028\"", StringComparison.Ordinal),
            "escapes" =>
                json.Replace(
                    "\"Hi\"",
                    """ "\u0048\u0069 \ud83d\udc4b \"\\\/\b\f\n\r\t" """,
                    StringComparison.Ordinal).Replace("\"messages\"", "\"\\u006dessages\"", StringComparison.Ordinal),
            "whitespace" =>
                "\r\n\t " + json.Replace(
                    ":", " \n:\t ", StringComparison.Ordinal).Replace(",", "\r\n , ", StringComparison.Ordinal) + " \n",
            "key-order" => Reversed(json),
            // Of a number beyond 2^53 in the one place where a number is the client's own: the schema of a tool.
            _ =>
                json.Insert(
                    1,
                    """ "tools":[{"name":"count","input_schema":{"type":"object","properties":"""
                        + """{"n":{"type":"integer","maximum":9007199254740993}}}}],"""),
        };
        var exchange = await Target.Send(Target.Probe(operation).WithBody(body));
        exchange.Should().HaveStatus(200);
    }

    [Rule("content.missing-type", Info, "2024-06", "Whether a body without a content-type is refused")]
    [Clause(Documents.Overview2024, "Content types", SendContentType)]
    [Operations("messages.create", "messages.count_tokens")]
    public async Task Whether_a_missing_content_type_is_refused(Operation operation)
    {
        var exchange = await Target.Refused(Refusal.MissingType, operation);
        Observe(exchange, "refused", exchange.Response!.Status >= 400);
    }

    [Rule("content.wrong-type", Info, "2024-06", "Whether a body labelled other than application/json is refused")]
    [Clause(Documents.Overview2024, "Content types", SendContentType)]
    [Operations("messages.create", "messages.count_tokens")]
    public async Task Whether_a_wrong_content_type_is_refused(Operation operation)
    {
        var exchange = await Target.Refused(Refusal.WrongType, operation);
        Observe(exchange, "refused", exchange.Response!.Status >= 400);
    }

    [Rule("content.charset-accepted", Should, "2024-06", "A content-type of application/json with a charset is accepted")]
    [Clause(
        Documents.Rfc8259, "11 IANA Considerations",
        "No \"charset\" parameter is defined for this registration. Adding one really has no effect on compliant recipients.")]
    [Operations("messages.create", "messages.count_tokens")]
    public async Task A_charset_is_accepted(Operation operation)
    {
        var exchange = await Target.Send(Target.Probe(operation).With(HeaderNames.ContentType, "application/json; charset=utf-8"));
        exchange.Should().HaveStatus(200);
    }

    [Rule("content.empty-body", Should, "2024-06", "A request without the body it needs is answered 400", Reads = Reads.Refusal)]
    [Clause(
        Documents.Errors, "HTTP errors", "400 - `invalid_request_error`: There was an issue with the format or content of your request.")]
    [Operations("messages.create", "messages.count_tokens")]
    public async Task An_empty_body_is_refused(Operation operation)
    {
        var exchange = await Target.Refused(Refusal.EmptyBody, operation);
        exchange.Should().BeRefusedWith(400, ErrorTypes.InvalidRequest);
    }

    [Rule(
        "content.results-are-jsonl", Should, "2025-05", "The results of a batch are labelled application/x-jsonl, and every line is JSON")]
    [Clause(Documents.Recorded, "Operations", "batches.results → `application/x-jsonl`.")]
    [Operations("batches.results")]
    public async Task Results_are_json_lines(Operation operation)
    {
        var list = await Target.Send(Target.Probe(Operations.Find("batches.list")));
        var ended = AnswerBody.Member(AnswerBody.Json(list), "data") is { ValueKind: JsonValueKind.Array } data
            ? data.EnumerateArray().FirstOrDefault(batch => AnswerBody.Member(batch, "results_url") is { ValueKind: JsonValueKind.String })
            : default;
        if (AnswerBody.Member(ended, "id")?.GetString() is not { } id)
        {
            Skip.NothingToShow("the key's organisation has no batch with results");
            return;
        }

        var exchange = await Target.Send(
            Target.Probe(operation) with { Target = $"/v1/messages/batches/{Uri.EscapeDataString(id)}/results", KeepBytes = 1024 * 1024 });
        exchange.Should().HaveMediaType(MediaTypes.JsonLines);
        var text = Encoding.UTF8.GetString(AnswerBody.Decoded(exchange.Response!) ?? []);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in exchange.Response!.IsTruncated ? lines[..^1] : lines)
        {
            var fault = AnswerBody.JsonFault(Encoding.UTF8.GetBytes(line));
            exchange.Should().HoldOfBody(fault is null, "a JSON text on every line", $"a line of which {fault}", line);
        }
    }

    [Rule(
        "content.unknown-content-encoding", Should, "2026-10", "A request body in a coding that does not exist is answered 400",
        Reads = Reads.Refusal)]
    [Clause(
        Documents.Clients, "Error codes",
        "`request_body_encoding_unsupported`: the `content-encoding` of the request body is not understood (400).")]
    [Operations("messages.create", "messages.count_tokens")]
    public async Task An_unknown_content_encoding_is_refused(Operation operation)
    {
        var exchange = await Target.Refused(Refusal.UnknownCoding, operation);
        exchange.Should().BeRefusedWith(400, ErrorTypes.InvalidRequest);
    }

    [Rule(
        "content.untrue-content-encoding", Should, "2026-10", "A request body that is not in the coding it names is answered 400",
        Reads = Reads.Refusal)]
    [Clause(
        Documents.Clients, "Error codes", "`request_body_encoding_invalid`: the request body is not what its `content-encoding` says "
            + "(400).")]
    [Operations("messages.create", "messages.count_tokens")]
    public async Task An_untrue_content_encoding_is_refused(Operation operation)
    {
        var exchange = await Target.Refused(Refusal.UntrueCoding, operation);
        exchange.Should().BeRefusedWith(400, ErrorTypes.InvalidRequest);
    }

    [Rule(
        "content.framing", Must, "2024-06", "A small body arrives however it is framed: in chunks, after a 100, over HTTP/2",
        Judges = JudgedOutcomes.NoAnswer, DependsOn = ["content.upload-accepted", "error.envelope"])]
    [Clause(
        Documents.Rfc9112, "7.1 Chunked Transfer Coding", "A recipient MUST be able to parse and decode the chunked transfer coding.")]
    [EveryOperation(WithSizeLimit = true, Variants = [SizeVariants.Chunked, SizeVariants.Expect, SizeVariants.Http2])]
    public async Task A_small_body_arrives_however_it_is_framed(Operation operation, string variant)
    {
        var plain = await Sizes.Accepted(operation);
        var framed = await Sizes.Small(operation, variant);
        framed.Should().Hold(
            framed.Outcome == Outcome.Answered && framed.Response?.Status == plain.Response!.Status,
            $"{plain.Response!.Status} to a small body, as with content-length",
            framed.Should().Came(),
            new Mark(framed.Response is null ? MarkedPart.Outcome : MarkedPart.Status));
    }

    [Rule("content.upload-accepted", Must, "2024-06", "A small valid body is accepted, and a file arrives whole", Reads = Reads.Success)]
    [Clause(Documents.Overview2024, "Content types", AlwaysJson)]
    [Operations("messages.create", "messages.count_tokens", "files.upload")]
    public async Task A_small_upload_is_accepted(Operation operation)
    {
        var exchange = await Sizes.Small(operation);
        await SkipWhereReadsAreRefused(operation, exchange);
        exchange.Should().HaveStatus(200);
        if (operation.Takes == RequestMedia.Multipart
            && AnswerBody.Member(exchange.Should().SuccessJson(), "size_bytes") is { ValueKind: JsonValueKind.Number } size)
        {
            var sent = exchange.Request.Body!.Filler;
            exchange.Should().HoldOfBody(
                size.TryGetInt64(out var bytes)
                    && bytes == sent, $"size_bytes {sent} of a file of {sent} bytes", size.GetRawText(), size.GetRawText());
        }
    }

    [Rule("content.gzip-request", Info, "2024-06", "Whether a gzip request body is accepted")]
    [Clause(Documents.Recorded, "Transport", "gzip request bodies: accepted, one reporter.")]
    [Operations("messages.create", "messages.count_tokens")]
    public async Task Whether_a_gzip_body_is_accepted(Operation operation)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Target.Json(operation)));
        }

        var exchange = await Target.Send(
            Target.Probe(operation).With(HeaderNames.ContentEncoding, "gzip").WithBody(RequestBody.Of(packed.ToArray())));
        Observe(exchange, "accepted", exchange.Response!.Status == 200);
    }

    private static string Reversed(string json)
    {
        using var document = JsonDocument.Parse(json);
        return "{" + string.Join(
            ",", document.RootElement.EnumerateObject().Reverse().Select(member => $"\"{member.Name}\":{member.Value.GetRawText()}")) + "}";
    }
}
