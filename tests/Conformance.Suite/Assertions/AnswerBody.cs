using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Conformance.Contract;
using Conformance.Wire;

namespace Conformance.Suite.Assertions;

/// <summary>Reads the body of an answer. Nothing here asserts.</summary>
internal static class AnswerBody
{
    /// <summary>Whether the bytes begin as gzip does (RFC 1952, section 2.3.1).</summary>
    public static bool LooksGzipped(Response response) => response.Body.Span.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]);

    /// <summary>The body with its codings undone; null where it does not decode, or names a coding that is not known.</summary>
    public static byte[]? Decoded(Response response)
    {
        var codings = response.HeaderValues(HeaderNames.ContentEncoding)
            .SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Reverse();
        var body = response.Body.ToArray();
        foreach (var coding in codings)
        {
            if (Undone(coding.ToLowerInvariant(), body) is not { } plain)
            {
                return null;
            }

            body = plain;
        }

        return body;
    }

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
    public static string? ErrorType(Exchange exchange) => Member(Json(exchange), "error", "type") is { ValueKind: JsonValueKind.String } type ? type.GetString() : null;

    /// <summary>Whether the body has the shape of an error: a <c>type</c> of <c>error</c>, or an <c>error</c> member.</summary>
    public static bool IsError(JsonElement json) =>
        Member(json, "type") is { ValueKind: JsonValueKind.String } type && type.GetString() == "error" || Member(json, "error") is not null;

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

    /// <summary>The id of the first entry of a list of models; null where there is none.</summary>
    public static string? FirstModel(Exchange exchange) =>
        Member(Json(exchange), "data") is { ValueKind: JsonValueKind.Array } data && data.GetArrayLength() > 0
        && Member(data[0], "id") is { ValueKind: JsonValueKind.String } id
            ? id.GetString()
            : null;

    private static byte[]? Undone(string coding, byte[] body)
    {
        try
        {
            using var input = new MemoryStream(body);
            using Stream? plain = coding switch
            {
                "gzip" or "x-gzip" => new GZipStream(input, CompressionMode.Decompress),
                "deflate" => new ZLibStream(input, CompressionMode.Decompress),
                "br" => new BrotliStream(input, CompressionMode.Decompress),
                "identity" => input,
                _ => null,
            };
            using var output = new MemoryStream();
            plain?.CopyTo(output);
            return plain is null || (body.Length > 0 && output.Length == 0) ? null : output.ToArray();
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException or IOException)
        {
            return null;
        }
    }
}
