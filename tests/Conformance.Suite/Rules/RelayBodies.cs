using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Conformance.Contract;
using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.Suite.Assertions;
using Conformance.Suite.BothSides;
using Conformance.Suite.Running;
using Conformance.Wire;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>What becomes of an answer's body on the way through a gateway.</summary>
public sealed class RelayBodies : GatewayTests
{
    // Long enough that every coding makes it shorter.
    private static readonly string Long =
        UpstreamTexts.Message.Replace("Hello", string.Join(' ', Enumerable.Repeat("Hello", 200)), StringComparison.Ordinal);
    private static readonly string LongError = UpstreamTexts.Error(404, string.Join(' ', Enumerable.Repeat("nothing is there", 100)));

    private static readonly SearchValues<byte> Controls =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(value => (byte)value).Where(value => value is not (9 or 10 or 13))]);

    [Rule("relay.body", Must, "2026-10", "The client gets every member of a JSON answer, unknown ones too, with its value",
        DependsOn = ["relay.length"])]
    [Clause(Documents.GatewayRollout, "Gateway requirements",
        "Pass `anthropic-beta`, `anthropic-version`, and the request body through in both directions.")]
    [Operations("messages.create")]
    public async Task A_body_is_relayed(Operation operation)
    {
        var both = await Send(operation, Script.Answer(200).Json(UpstreamTexts.Message));
        var got = Plain(both) is { } bytes ? JsonDifference.Parse(Encoding.UTF8.GetString(bytes)) : null;
        if (got is null && EndsEarly(both))
        {
            Skip.See("relay.length", "the body that comes is not whole");
        }

        var difference = got is null ? "no JSON" : JsonDifference.First(JsonDifference.Parse(UpstreamTexts.Message), got);
        both.Should().Hold(difference is null, "the JSON of the upstream", difference ?? "", new Mark(MarkedPart.Body));
    }

    [Rule("relay.encoding", Must, "2024-06", "A compressed answer reaches the client under a true label, or decoded and without one",
        DependsOn = ["relay.length", "relay.error-auth"])]
    [Clause(Documents.Rfc9110, "8.4",
        "If one or more encodings have been applied to a representation, the sender that applied the encodings MUST generate a "
        + "Content-Encoding header field.")]
    [Operations("messages.create", Variants = ["gzip", "br", "gzip-404", "gzip-stream"])]
    public async Task A_coding_is_labelled_truly(Operation operation, string variant)
    {
        var (script, text) = variant switch
        {
            "gzip-404" => (Script.Answer(404).With(HeaderNames.RequestId, UpstreamTexts.RequestId).Json(LongError), LongError),
            "gzip-stream" => (Events(Script.Stream()), (string?)null),
            _ => (Script.Answer(200).Json(Long), Long),
        };
        var both = await Send(
            operation,
            script.Encoded(variant == "br" ? "br" : "gzip"),
            request => (variant == "gzip-stream" ? Streamed(request) : request).Adding("accept-encoding", "gzip, br"));
        var label = both.Client.Response?.Header(HeaderNames.ContentEncoding);
        if (label is null && both.GotBody.Span.SequenceEqual(both.SentBody.Span))
        {
            both.Should().Hold(false, "a content-encoding on the coded body", "none",
                new Mark(MarkedPart.MissingHeader, HeaderNames.ContentEncoding));
        }

        var plain = Plain(both);
        if (label is null && text is not null && plain is { Length: > 0 } && IsPartOf(plain, text))
        {
            Skip.See(variant == "gzip-404" ? "relay.error-auth" : "relay.length", "the body is decoded, and not whole");
        }

        // What the text says is for others to judge: a gateway that writes a body anew has not labelled it falsely.
        both.Should().Hold(
            plain is { Length: > 0 } && IsText(plain),
            $"a text{(label is null ? "" : $", {label} as it is labelled")}",
            plain is null ? $"bytes that are no {label}" : plain.Length == 0 ? "nothing" : "bytes that are no text",
            new Mark(MarkedPart.Header, HeaderNames.ContentEncoding));
    }

    [Rule("relay.length", Must, "2024-06", "A body that the gateway decodes or writes anew has its own length")]
    [Clause(Documents.Rfc9110, "8.6",
        "A sender MUST NOT forward a message with a Content-Length header field value that is known to be incorrect.")]
    [Operations("messages.create", Variants = ["uncoded", "gzip", "br"])]
    public async Task A_length_is_true(Operation operation, string variant)
    {
        if (variant == "uncoded")
        {
            var plain = await Send(operation, Script.Answer(200).Json(UpstreamTexts.Message));
            plain.Should().Hold(
                !EndsEarly(plain), "a whole body",
                    $"{plain.GotBody.Length} bytes of a body that is longer, or of one that was to be: {plain.Client.Should().Came()}, "
                        + $"content-length: {plain.Client.Response?.Header("content-length") ?? "none"}",
                    new Mark(MarkedPart.Header, "content-length"), new Mark(MarkedPart.Body));
            return;
        }

        var both = await Send(operation, Script.Answer(200).Json(Long).Encoded(variant),
            request => request.Adding("accept-encoding", "gzip, br"));
        var isCut = both.Client.Outcome != Outcome.Answered
            || (!both.GotBody.Span.SequenceEqual(both.SentBody.Span) && IsPartOf(both.GotBody.Span, Long));
        both.Should().Hold(
            !isCut, "a whole body", $"{both.GotBody.Length} bytes of a body that is longer",
                new Mark(MarkedPart.Header, "content-length"), new Mark(MarkedPart.Body));
    }

    private static ScriptedAnswer Events(ScriptedAnswer script) => script.Event("message_start", UpstreamTexts.Start)
        .Event("message_stop", UpstreamTexts.Stop);

    private static byte[]? Plain(TwoSides both) => both.Client.Response is { } response ? AnswerBody.Decoded(response) : null;

    // What is coded is not UTF-8: gzip's second byte begins none, and what brotli leaves of a text as long as these is not either.
    private static bool IsText(byte[] bytes) => Utf8.IsValid(bytes) && !bytes.AsSpan().ContainsAny(Controls);

    /// <summary>Whether less came than the head promised, or the text ends where JSON cannot.</summary>
    private static bool EndsEarly(TwoSides both)
    {
        if (both.Client.Outcome != Outcome.Answered)
        {
            return both.Client.Response is not null;
        }

        if (both.Client.Response is not { Status: 200 } || Plain(both) is not { } bytes)
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(bytes, isFinalBlock: false, default);
            while (reader.Read())
            {
            }

            return reader.CurrentDepth > 0 || reader.TokenType == JsonTokenType.None;
        }
        catch (JsonException)
        {
            // It is no JSON at all.
            return false;
        }
    }

    private static bool IsPartOf(ReadOnlySpan<byte> bytes, string text)
    {
        var whole = Encoding.UTF8.GetBytes(text);
        return bytes.Length < whole.Length && whole.AsSpan().StartsWith(bytes);
    }
}
