using System.Collections.Immutable;
using Conformance.Reference;
using Conformance.Wire;

namespace Conformance.SelfTests.Support;

/// <summary>Messages requests with large bodies, as the suite sends them.</summary>
internal static class LargeRequest
{
    /// <summary>Bytes of a body that is over 32 MB however that is read.</summary>
    public const long OverLimit = 33_554_433;

    private const string Json = """{"model":"claude-haiku-4-5","max_tokens":1,"messages":[{"role":"user","content":"Hi"}]}""";

    /// <summary>A valid request with a body of exactly this many bytes.</summary>
    public static Request Of(long bytes, BodyFraming framing, Version? version = null) =>
        new("POST", "/v1/messages", Headers, RequestBody.PaddedJson(Json, bytes)) { Framing = framing, Version = version };

    private static ImmutableList<HeaderField> Headers { get; } =
    [
        new("x-api-key", ReferenceKeys.Api),
        new("anthropic-version", "2023-06-01"),
        new("content-type", "application/json"),
    ];
}
