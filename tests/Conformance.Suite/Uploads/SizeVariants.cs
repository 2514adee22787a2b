using Conformance.Wire;

namespace Conformance.Suite.Uploads;

/// <summary>The ways in which a large body is framed.</summary>
internal static class SizeVariants
{
    /// <summary>With <c>content-length</c>.</summary>
    public const string ContentLength = "content-length";

    /// <summary>With <c>transfer-encoding: chunked</c>.</summary>
    public const string Chunked = "chunked";

    /// <summary>With <c>content-length</c> and <c>expect: 100-continue</c>.</summary>
    public const string Expect = "expect-100";

    /// <summary>Over HTTP/2, with <c>content-length</c>.</summary>
    public const string Http2 = "http2";

    /// <summary>
    /// With <c>content-length</c>, and padded inside a string in place of between tokens: what parses JSON and writes it again
    /// drops white space, and with it the size.
    /// </summary>
    public const string Content = "content";

    private static readonly string[] Cheapest = [Expect, ContentLength, Http2, Chunked, Content];

    /// <summary>The framing of a variant.</summary>
    public static BodyFraming Framing(string variant) => variant switch
    {
        Chunked => BodyFraming.Chunked,
        Expect => BodyFraming.ExpectContinue,
        _ => BodyFraming.ContentLength,
    };

    /// <summary>The place of a variant in the order of what it is likely to cost.</summary>
    public static int Rank(string? variant) => Array.IndexOf(Cheapest, variant ?? ContentLength);
}
