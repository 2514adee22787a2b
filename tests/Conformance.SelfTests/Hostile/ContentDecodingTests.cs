using System.IO.Compression;
using System.Text;
using Conformance.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Hostile;

/// <summary>Codings are undone, and a little never becomes much.</summary>
public sealed class ContentDecodingTests
{
    private static readonly byte[] Plain = Encoding.UTF8.GetBytes("""{"type":"error"}""");

    [TestCase("gzip")]
    [TestCase("x-gzip")]
    [TestCase("GZIP")]
    [TestCase("deflate")]
    [TestCase("br")]
    [TestCase("identity")]
    [TestCase("gzip", "br")]
    [TestCase("gzip", "gzip", "deflate")]
    public void What_was_coded_comes_out(params string[] codings)
    {
        var decoded = ContentDecoding.Undo(Coded(Plain, codings), codings);

        decoded.Fault.Should().BeNull();
        decoded.Bytes.ToArray().Should().Equal(Plain);
    }

    [TestCase("gzip")]
    [TestCase("br")]
    public void Nothing_at_all_may_be_coded(string coding)
    {
        var decoded = ContentDecoding.Undo(Coded([], [coding]), [coding]);
        decoded.Fault.Should().BeNull();
        decoded.Bytes.Length.Should().Be(0);
        ContentDecoding.Undo(ReadOnlyMemory<byte>.Empty, [coding]).Fault.Should().BeNull();
    }

    [TestCase("zstd")]
    [TestCase("compress")]
    [TestCase("")]
    public void A_coding_that_is_not_known_is_named_so(string coding) =>
        ContentDecoding.Undo(Plain, [coding]).Fault.Should().Be(DecodingFault.UnknownCoding);

    [Test]
    public void More_codings_than_anybody_uses_are_not_undone() =>
        ContentDecoding.Undo(Plain, [.. Enumerable.Repeat("identity", Bounds.Codings + 1)]).Fault.Should().Be(DecodingFault.UnknownCoding);

    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("br")]
    public void What_is_not_coded_so_does_not_decode(string coding) =>
        ContentDecoding.Undo(Plain, [coding]).Fault.Should().Be(DecodingFault.DoesNotDecode);

    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("br")]
    public void A_coded_body_that_ends_too_soon_does_not_decode_and_one_that_was_not_kept_whole_is_too_long(string coding)
    {
        var coded = Coded([.. Enumerable.Range(0, 50_000).Select(i => (byte)(i * i % 251))], [coding]);

        ContentDecoding.Undo(coded.AsMemory(0, coded.Length / 2), [coding]).Fault.Should().Be(DecodingFault.DoesNotDecode);
        ContentDecoding.Undo(coded.AsMemory(0, coded.Length / 2), [coding], isTruncated: true).Fault.Should().Be(DecodingFault.TooLong);
    }

    [TestCase(1024 * 1024 + 1, "gzip")]
    [TestCase(1024 * 1024 + 1, "br")]
    [TestCase(50_000_000, "gzip")]
    [TestCase(50_000_000, "br")]
    [TestCase(50_000_000, "gzip", "gzip")]
    [TestCase(50_000_000, "gzip", "br", "deflate")]
    [TestCase(50_000_000, "gzip", "gzip", "gzip", "gzip", "gzip", "gzip", "gzip", "gzip")]
    public void A_bomb_takes_a_few_MB_at_the_most(int length, params string[] codings)
    {
        var bomb = Coded(new byte[length], codings);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var decoded = ContentDecoding.Undo(bomb, codings);

        decoded.Fault.Should().Be(DecodingFault.TooLong);
        decoded.Bytes.Length.Should().BeLessThanOrEqualTo(Bounds.DecodedBytes);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(4 * Bounds.DecodedBytes + bomb.Length);
    }

    [Test]
    public void A_ratio_is_held_to_from_64_KiB_on()
    {
        ContentDecoding.Undo(Coded(new byte[Bounds.DecodedFreely], ["gzip"]), ["gzip"]).Fault.Should().BeNull();
        ContentDecoding.Undo(Coded(new byte[4 * Bounds.DecodedFreely], ["gzip"]), ["gzip"]).Fault.Should().Be(DecodingFault.TooLong);
        ContentDecoding.Undo(Coded(Sparse(4 * Bounds.DecodedFreely), ["gzip"]), ["gzip"]).Fault.Should().BeNull();
    }

    [Test]
    public void An_answer_decodes_as_far_as_it_was_kept()
    {
        var coded = Coded(Plain, ["gzip"]);
        var response = new Response(200, "", new Version(1, 1), [new HeaderField("Content-Encoding", "gzip")], coded, coded.Length, [], []);

        response.Decoded.Bytes.ToArray().Should().Equal(Plain);
        (response with { Headers = [] }).Decoded.Bytes.ToArray().Should().Equal(coded);
        (response with { BodyLength = 100_000 }).Decoded.Fault.Should().Be(DecodingFault.TooLong);
    }

    // Every hundredth byte says something: about the ratio of repetitive JSON.
    private static byte[] Sparse(int length) =>
        [.. Enumerable.Range(0, length).Select(i => i % 100 == 0 ? (byte)(i * 7919L % 251) : (byte)' ')];

    private static byte[] Coded(byte[] bytes, string[] codings)
    {
        foreach (var coding in codings)
        {
            using var output = new MemoryStream();
            using (Stream? stream = coding.ToLowerInvariant() switch
            {
                "gzip" or "x-gzip" => new GZipStream(output, CompressionLevel.Optimal),
                "deflate" => new ZLibStream(output, CompressionLevel.Optimal),
                "br" => new BrotliStream(output, CompressionLevel.Fastest),
                _ => null,
            })
            {
                stream?.Write(bytes);
                if (stream is null)
                {
                    continue;
                }
            }

            bytes = output.ToArray();
        }

        return bytes;
    }
}
