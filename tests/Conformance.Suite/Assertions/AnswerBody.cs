using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Conformance.Wire;

namespace Conformance.Suite.Assertions;

/// <summary>Reads the body of an answer. Nothing here asserts.</summary>
internal static class AnswerBody
{
    /// <summary>Whether the bytes begin as gzip does (RFC 1952, section 2.3.1).</summary>
    public static bool LooksGzipped(Response response) => response.Body.Span.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]);

    /// <summary>
    /// The body with its codings undone, as far as it was kept; null where it does not decode, names a coding that is not known, or
    /// becomes more than <see cref="Bounds.DecodedBytes"/> and <see cref="Bounds.DecodedRatio"/> allow.
    /// </summary>
    public static byte[]? Decoded(Response response) => response.Decoded is { } decoded
        && (decoded.Fault is null || (response.IsTruncated && decoded.Fault == DecodingFault.TooLong)) ? decoded.Bytes.ToArray() : null;

    /// <summary>The body as a JSON text, its codings undone where they are true; null where it is none.</summary>
    public static JsonElement? Json(Exchange exchange)
    {
        if (exchange.Response is not { IsTruncated: false } response)
        {
            return null;
        }

        ReadOnlyMemory<byte> bytes = Decoded(response) ?? response.Body;
        bytes = bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes;

        // The parser leaves the characters of strings unread, and reading them later would throw.
        if (!Utf8.IsValid(bytes.Span))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Why the bytes are no JSON text as RFC 8259 asks for it; null where they are.</summary>
    public static string? JsonFault(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            // RFC 8259, section 8.1: "Implementations MUST NOT add a byte order mark".
            return "it begins with a byte order mark";
        }

        if (!Utf8.IsValid(bytes))
        {
            return "it is not UTF-8";
        }

        try
        {
            var reader = new Utf8JsonReader(bytes);
            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException exception)
        {
            return $"it does not parse at byte {exception.BytePositionInLine ?? 0} of line {(exception.LineNumber ?? 0) + 1}";
        }
    }

    /// <summary>The <c>error.type</c> of an error; null where there is none, in whatever envelope.</summary>
    public static string? ErrorType(Exchange exchange) => Text(Json(exchange), "error", "type");

    /// <summary>Whether the body has the shape of an error: a <c>type</c> of <c>error</c>, or an <c>error</c> member.</summary>
    public static bool IsError(JsonElement json) =>
        Text(json, "type") == "error" || Member(json, "error") is not null;

    /// <summary>A member at a path; null where it is not there.</summary>
    public static JsonElement? Member(JsonElement? json, params string[] path)
    {
        foreach (var name in path)
        {
            if (json is not { ValueKind: JsonValueKind.Object } parent || !parent.TryGetProperty(name, out var child))
            {
                return null;
            }

            json = child;
        }

        return json;
    }

    /// <summary>A text at a path; null where there is none, or something that is no text.</summary>
    public static string? Text(JsonElement? json, params string[] path) =>
        Member(json, path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>The ids of the entries of a list; empty where the answer is none.</summary>
    public static IReadOnlyList<string> Ids(Exchange exchange) =>
        exchange.Response?.Status is >= 200 and < 300 && Member(Json(exchange), "data") is { ValueKind: JsonValueKind.Array } data
            ? [.. data.EnumerateArray().Select(entry => Text(entry, "id")).OfType<string>()]
            : [];
}
