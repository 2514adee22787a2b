using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Gateway.Passing;

namespace Conformance.Gateway;

/// <summary>What goes wrong with the bodies of answers, and with what the head says of them.</summary>
internal static class AnswerBodyDeviations
{
    private static readonly HashSet<string> KnownMembers =
    [
        "id", "type", "role", "model", "content", "stop_reason", "stop_sequence", "usage", "completion", "data", "has_more", "first_id",
        "last_id", "input_tokens",
    ];

    public static IEnumerable<GatewayDeviation> All { get; } =
    [
        new("relay-body-rebuilt", "JSON answers are built anew from the members that the gateway knows.", "gateways with typed responses")
        {
            Rules = ["relay.body"],
            Bend = ConductBends.Relaying(
                answer => answer is { Status: 200, IsPlainJson: true },
                answer => answer.Rewriting(bytes => ConductBends.Json(bytes) is { } json ? Known(json) : bytes)),
        },
        new("relay-encoding-label-dropped", "The content-encoding field is dropped; the body stays encoded.", "BerriAI/litellm#37058")
        {
            Rules = ["relay.encoding"],
            Bend = ConductBends.Relaying(answer => answer.Headers.Drop(HeaderNames.ContentEncoding)),
        },
        new("relay-encoding-label-kept", "The body is decoded; the content-encoding field stays.", "tombii/better-ccflare#243")
        {
            Rules = ["relay.encoding"],
            Bend = ConductBends.Relaying(
                answer => answer is { IsCoded: true, IsStream: false },
                answer => answer.Rewriting(Decoder(answer))),
        },
        new("relay-length-stale", "The body is decoded, as its label says, under the length that it had before.", "decoding proxies")
        {
            Rules = ["relay.length"],
            Bend = ConductBends.Relaying(answer => answer is { IsCoded: true, IsStream: false }, answer =>
            {
                answer.Rewriting(Decoder(answer));
                answer.Headers.Drop(HeaderNames.ContentEncoding);
                answer.KeepsLength = true;
            }),
        },
        new("relay-length-of-before", "A member is added to messages under the length that they had before.", "gateways that count costs")
        {
            Rules = ["relay.length"],
            Bend = ConductBends.Relaying(
                answer => answer is { Status: 200, IsPlainJson: true } && answer.Request?.Target.StartsWith(
                    "/v1/messages", StringComparison.Ordinal) == true,
                answer =>
                {
                    answer.Rewriting(bytes => [.. bytes[..^1], .. ",\"gateway_cost\":0.0031}"u8]);
                    answer.KeepsLength = true;
                }),
        },
        new("relay-error-first-kib", "Of errors the first 1,024 bytes are relayed.", "juspay/neurolink#1605")
        {
            Rules = ["relay.error-4xx", "relay.error-auth", "relay.error-5xx"],
            Bend = ConductBends.Relaying(
                answer => answer is { Own: null, Status: >= 400, IsPlainJson: true },
                answer => answer.Rewriting(bytes => bytes[..Math.Min(1024, bytes.Length)])),
        },
        new("relay-error-wrapped", "Errors are wrapped in an envelope of the gateway's own.", "BerriAI/litellm#39037")
        {
            Rules = ["relay.error-4xx"],
            Bend = ConductBends.Relaying(IsClientError, answer => answer.Rewriting(bytes => Encoding.UTF8.GetBytes(new JsonObject
            {
                ["error"] = new JsonObject { ["message"] = Encoding.UTF8.GetString(bytes), ["code"] = answer.Status },
                ["provider"] = "anthropic",
            }.ToJsonString()))),
        },
        new("relay-error-cut", "The messages of errors are cut to 20 characters.", "juspay/neurolink#1605")
        {
            Rules = ["relay.error-4xx"],
            Bend = ConductBends.Relaying(IsClientError, answer => answer.Rewriting(Cut)),
        },
        Becoming("relay-auth-error-as-500", "401, 403 and 404 become 500.", "apache/apisix#11180", "relay.error-auth", 500, 401, 403, 404),
        Becoming("relay-429-as-500", "A 429 becomes 500.", "orangeboyChen/codebuddy2api#150", "relay.error-4xx", 500, 429),
        Becoming("relay-529-as-502", "A 529 becomes 502.", "gateways that know registered statuses alone", "relay.error-5xx", 502, 529),
    ];

    private static bool IsClientError(RelayedAnswer answer) => answer.Own is null && answer.Status is 400 or 402 or 409 or 413 or 429;

    private static GatewayDeviation Becoming(string name, string breaks, string seenIn, string rule, int other, params int[] statuses) =>
        new(name, breaks, seenIn)
        {
            Rules = [rule],
            Bend = ConductBends.Relaying(answer => answer.Own is null && statuses.Contains(answer.Status), answer =>
            {
                answer.Status = other;
                answer.Reason = null;
            }),
        };

    private static byte[] Known(JsonObject json)
    {
        foreach (var name in json.Select(member => member.Key).Where(name => !KnownMembers.Contains(name)).ToList())
        {
            json.Remove(name);
        }

        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static byte[] Cut(byte[] bytes)
    {
        if (ConductBends.Json(bytes) is not { } json || json["error"]?["message"] is not JsonValue message)
        {
            return bytes;
        }

        var text = message.GetValue<string>();
        json["error"]!["message"] = text.Length <= 20 ? text[..(text.Length / 2)] : text[..20];
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static Func<byte[], byte[]> Decoder(RelayedAnswer answer)
    {
        var coding = answer.Headers.First(HeaderNames.ContentEncoding);
        return bytes =>
        {
            using var coded = new MemoryStream(bytes);
            using Stream decoder = coding switch
            {
                "gzip" => new GZipStream(coded, CompressionMode.Decompress),
                "br" => new BrotliStream(coded, CompressionMode.Decompress),
                "deflate" => new ZLibStream(coded, CompressionMode.Decompress),
                _ => coded,
            };
            using var plain = new MemoryStream();
            decoder.CopyTo(plain);
            return plain.ToArray();
        };
    }
}
