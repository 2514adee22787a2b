using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Conformance.Suite.Assertions;
using Conformance.Wire;
using FluentAssertions;
using NUnit.Framework;
using static Conformance.SelfTests.Judging.Answers;

namespace Conformance.SelfTests.Judging;

/// <summary>How the body of an answer is read: its codings, its JSON and what is wrong with it.</summary>
public sealed class AnswerBodyTests
{
    private static readonly byte[] Plain = Encoding.UTF8.GetBytes("""{"a":1}""");

    [TestCase("gzip")]
    [TestCase("x-gzip")]
    [TestCase("GZIP")]
    [TestCase("deflate")]
    [TestCase("br")]
    [TestCase("identity")]
    public void A_coding_is_undone(string coding)
    {
        var coded = Coded(coding.ToLowerInvariant(), Plain);

        AnswerBody.Decoded(Of(200, coded, ("content-encoding", coding)).Response!).Should().Equal(Plain);
        AnswerBody.Decoded(Of(200, coded[..^coded.Length], ("content-encoding", coding)).Response!).Should().BeEmpty();
    }

    [Test]
    public void Several_codings_are_undone_last_first()
    {
        var coded = Coded("gzip", Coded("br", Plain));

        AnswerBody.Decoded(Of(200, coded, ("content-encoding", "br, ,gzip")).Response!).Should().Equal(Plain);
        AnswerBody.Decoded(Of(200, coded, ("content-encoding", "br"), ("content-encoding", "gzip")).Response!).Should().Equal(Plain);
        AnswerBody.Decoded(Of(200, coded, ("content-encoding", "gzip, br")).Response!).Should().BeNull();
    }

    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("br")]
    [TestCase("zstd")]
    public void A_coding_that_is_not_there_decodes_to_nothing_and_the_body_is_read_as_it_is(string coding)
    {
        var exchange = Of(200, Plain, ("content-encoding", coding));

        AnswerBody.Decoded(exchange.Response!).Should().BeNull();
        AnswerBody.Json(exchange)!.Value.GetProperty("a").GetInt32().Should().Be(1);
    }

    [Test]
    public void An_unknown_coding_of_nothing_decodes_to_nothing() =>
        AnswerBody.Decoded(Of(200, "", ("content-encoding", "zstd")).Response!).Should().BeNull();

    [Test]
    public void Gzip_is_known_by_its_first_bytes()
    {
        AnswerBody.LooksGzipped(Of(200, Coded("gzip", Plain)).Response!).Should().BeTrue();
        AnswerBody.LooksGzipped(Of(200, Plain).Response!).Should().BeFalse();
    }

    [Test]
    public void A_body_is_JSON_or_nothing()
    {
        AnswerBody.Json(Of(200, [0xef, 0xbb, 0xbf, .. Plain]))!.Value.GetProperty("a").GetInt32().Should().Be(1);
        AnswerBody.Json(Of(200, Coded("gzip", Plain), ("content-encoding", "gzip"))).Should().NotBeNull();
        AnswerBody.Json(Of(200, "<html>")).Should().BeNull();
        AnswerBody.Json(Of(200, "")).Should().BeNull();
        AnswerBody.Json(Of(200, [(byte)'"', 0xff, (byte)'"'])).Should().BeNull();
        AnswerBody.Json(Without(Outcome.Reset)).Should().BeNull();
        var whole = Json(200, """{"a":1}""");
        AnswerBody.Json(whole with { Response = whole.Response! with { BodyLength = 8 } }).Should().BeNull("it is cut off");
    }

    [Test]
    public void What_is_wrong_with_a_JSON_text_is_named()
    {
        AnswerBody.JsonFault(Plain).Should().BeNull();
        AnswerBody.JsonFault([0xef, 0xbb, 0xbf, .. Plain]).Should().Be("it begins with a byte order mark");
        AnswerBody.JsonFault([(byte)'"', 0xff, (byte)'"']).Should().Be("it is not UTF-8");
        AnswerBody.JsonFault("{\"a\":\n  x}"u8).Should().Be("it does not parse at byte 2 of line 2");
        AnswerBody.JsonFault("{} {}"u8).Should().Be("it does not parse at byte 3 of line 1");
        AnswerBody.JsonFault(""u8).Should().Be("it does not parse at byte 0 of line 1");
    }

    [Test]
    public void An_error_is_known_by_its_type_or_its_member()
    {
        var bodies = new Dictionary<string, bool>
        {
            ["""{"type":"error"}"""] = true,
            ["""{"error":{}}"""] = true,
            ["""{"error":"no"}"""] = true,
            ["""{"type":"message"}"""] = false,
            ["""{"type":1}"""] = false,
            ["[]"] = false,
        };

        bodies.Keys.Where(body => AnswerBody.IsError(JsonDocument.Parse(body).RootElement)).Should()
            .Equal(bodies.Where(pair => pair.Value).Select(pair => pair.Key));
    }

    [Test]
    public void The_type_of_an_error_is_read_in_whatever_envelope()
    {
        string[] bodies = ["""{"error":{"type":"t"}}""", """{"error":{"type":1}}""", """{"error":"t"}""", """{"type":"t"}""", "x"];

        bodies.Select(body => AnswerBody.ErrorType(Json(400, body))).Should().Equal("t", null, null, null, null);
    }

    [Test]
    public void The_ids_are_read_off_a_list()
    {
        string[] bodies =
        [
            """{"data":[{"id":"m"},{"id":"n"}]}""", """{"data":[]}""", """{"data":[{"id":1}]}""", """{"data":[{}]}""", """{"data":{}}""",
            "{}"
        ];

        bodies.Select(body => string.Join(' ', AnswerBody.Ids(Json(200, body)))).Should().Equal("m n", "", "", "", "", "");
    }

    private static byte[] Coded(string coding, byte[] bytes)
    {
        using var output = new MemoryStream();
        using (Stream? coder = coding switch
        {
            "gzip" or "x-gzip" => new GZipStream(output, CompressionMode.Compress, leaveOpen: true),
            "deflate" => new ZLibStream(output, CompressionMode.Compress, leaveOpen: true),
            "br" => new BrotliStream(output, CompressionMode.Compress, leaveOpen: true),
            _ => null,
        })
        {
            (coder ?? output).Write(bytes);
        }

        return output.ToArray();
    }
}
