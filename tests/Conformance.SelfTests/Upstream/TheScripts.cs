using System.IO.Compression;
using System.Text;
using Conformance.Reference;
using Conformance.SelfTests.Gateway.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Upstream;

/// <summary>Scripts do on the wire of HTTP/1.1 what they say, plain and under TLS.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class TheScripts(bool tls) : IAsyncDisposable
{
    private UpstreamServer _server = null!;
    private RawClient _client = null!;

    [SetUp]
    public async Task Start()
    {
        _server = await UpstreamServer.Start();
        _client = await RawClient.Connect(tls ? _server.TlsUrl : _server.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task An_answer_is_on_the_wire_byte_for_byte_and_the_connection_goes_on()
    {
        var nonce = await Send(Script.Answer(529).With("Retry-After", "7").With("x-a", "1").With("x-A", "2").Json("""{"a":1}"""));

        var expected = "HTTP/1.1 529 \r\nRetry-After: 7\r\nx-a: 1\r\nx-A: 2\r\n"
            + "content-type: application/json\r\ncontent-length: 7\r\n\r\n{\"a\":1}";
        Encoding.Latin1.GetString(await _client.Read(expected.Length)).Should().Be(expected);
        await _client.Send("GET", "/v1/models", $"x-api-key: {ReferenceKeys.Api}\r\nanthropic-version: 2023-06-01\r\n");
        (await _client.ReadAnswer()).Status.Should().Be(200);
        var answer = await Answered(nonce);
        answer.Should().BeEquivalentTo(new { Status = 529, IsScripted = true, End = AnswerEnd.Whole });
        answer.Header("retry-after").Should().Be("7");
        answer.Body.Length.Should().Be(7);
    }

    [Test]
    public async Task An_answer_without_a_body_says_so()
    {
        await Send(Script.Answer(500));

        (await _client.ReadHead()).Should().Be("HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n");
    }

    [Test]
    public async Task A_stream_waits_at_its_gates_and_reports_when_it_sent_what()
    {
        var (head, first, second) = (new Gate(), new Gate(), new Gate());
        var nonce = await Send(Script.Stream().After(head).Event("a", "1\n2").Until(first).Comment("c").Until(second).Ping());

        await head.Reached;
        if (!tls)
        {
            // TLS has session tickets to send by itself.
            _client.Available.Should().Be(0);
        }

        head.Open();
        (await _client.ReadHead()).Should().Be(
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n");
        (await Chunk()).Should().Be("event: a\ndata: 1\ndata: 2\n\n");
        await first.Reached;
        first.Open();
        (await Chunk()).Should().Be(": c\n\n");
        await second.Reached;
        second.Open();
        (await Chunk()).Should().Be("event: ping\ndata: {\"type\": \"ping\"}\n\n");
        (await Chunk()).Should().BeEmpty();
        var answer = await Answered(nonce);
        answer.Pieces.Select(piece => piece.Name).Should().Equal("a", ":", "ping");
        answer.Pieces.Select(piece => piece.At).Should().BeInAscendingOrder();
        answer.HeadAt.Should().BeLessThanOrEqualTo(answer.Pieces[0].At);
    }

    [Test]
    public async Task A_cut_comes_after_what_was_sent_and_without_the_last_chunk()
    {
        for (var i = 0; i < 20; i++)
        {
            await using var client = await RawClient.Connect(tls ? _server.TlsUrl : _server.Url);
            var nonce = await Send(Script.Stream().Event("a", new string('x', 50_000)).Cut(), client);

            var head = await client.ReadHead();
            var body = new List<byte>();
            (await client.ReadBody(head!, body.AddRange)).Should().BeFalse();
            body.Should().HaveCount(50_000 + "event: a\ndata: \n\n".Length);
            (await Answered(nonce)).End.Should().Be(AnswerEnd.Cut);
        }
    }

    [Test]
    public async Task A_cut_after_some_bytes_leaves_the_declared_length()
    {
        await Send(Script.Answer(200).Json("0123456789").CutAfter(4));

        var answer = await _client.ReadAnswer();
        answer.Header("content-length").Should().Be("10");
        answer.Should().BeEquivalentTo(new { Text = "0123", IsWhole = false });
    }

    [Test]
    public async Task A_reset_is_one()
    {
        await Send(Script.Reset());

        (await _client.ReadToEnd()).Should().Be(("", false));
    }

    [Test]
    public async Task A_cut_without_an_answer_is_an_end_in_order()
    {
        await Send(Script.Cut());

        // Without the alert that ends TLS in order, SslStream takes the end of the connection for the end of the data.
        (await _client.ReadToEnd()).Should().Be(("", true));
    }

    [Test]
    public async Task A_reset_in_mid_stream_is_one()
    {
        var gate = new Gate();
        await Send(Script.Stream().Event("a", "1").Until(gate).Reset());
        await _client.ReadHead();
        (await Chunk()).Should().Be("event: a\ndata: 1\n\n");

        gate.Open();

        (await _client.ReadToEnd()).InOrder.Should().BeFalse();
    }

    [Test]
    public async Task Silence_lasts_until_the_other_side_closes_and_the_moment_is_known()
    {
        var nonce = await Send(Script.Silence());
        var arrival = (await _server.Log.WaitForAsync(nonce, 1, Limit)).Single();
        arrival.ClosedAt.Should().BeNull();

        await _client.DisposeAsync();

        await arrival.Closed.WaitAsync(Limit);
        arrival.ClosedAt.Should().BeGreaterThan(arrival.At);
        arrival.Answer.Should().BeEquivalentTo(new { End = AnswerEnd.ClosedByOther, Status = (int?)null });
    }

    [Test]
    public async Task Garbage_is_written_as_it_is()
    {
        await Send(Script.Raw("not HTTP\r\n\r\n"u8.ToArray()));

        (await _client.ReadToEnd()).Should().Be(("not HTTP\r\n\r\n", true));
    }

    [TestCase("gzip")]
    [TestCase("br")]
    [TestCase("deflate")]
    public async Task A_coding_is_applied_unasked_and_each_piece_can_be_decoded_as_it_comes(string coding)
    {
        var gate = new Gate();
        await Send(Script.Stream().Encoded(coding).Event("a", "1").Until(gate).Event("b", "2"));

        (await _client.ReadHead()).Should().Contain($"content-encoding: {coding}\r\n");
        using var coded = new MemoryStream((await _client.ReadChunk())!);
        using Stream decoder = coding switch
        {
            "gzip" => new GZipStream(coded, CompressionMode.Decompress),
            "br" => new BrotliStream(coded, CompressionMode.Decompress),
            _ => new ZLibStream(coded, CompressionMode.Decompress),
        };
        var plain = new byte[18];
        await decoder.ReadExactlyAsync(plain);
        Encoding.ASCII.GetString(plain).Should().Be("event: a\ndata: 1\n\n");
        gate.Open();
    }

    [Test]
    public async Task An_encoded_body_has_the_length_of_its_coded_form()
    {
        await Send(Script.Answer(404).Encoded("gzip").Json(new string(' ', 1_000) + "{}"));

        var answer = await _client.ReadAnswer();
        answer.Body.Length.Should().BeLessThan(200);
        using var decoder = new GZipStream(new MemoryStream(answer.Body), CompressionMode.Decompress);
        using var reader = new StreamReader(decoder);
        (await reader.ReadToEndAsync()).Should().HaveLength(1_002);
    }

    [Test]
    public async Task Answers_come_in_turn_and_the_last_one_stays()
    {
        var nonce = _server.Scripted(Script.Answer(500).Then(Script.Answer(529)).Then(Script.Answer(503)));

        foreach (var status in new[] { 500, 529, 503, 503 })
        {
            await _client.Send("POST", "/v1/messages", $"{Conformance.Reference.Upstream.NonceField}: {nonce}\r\n", "{}");
            (await _client.ReadAnswer()).Status.Should().Be(status);
        }

        var arrivals = await _server.Log.WaitForAsync(nonce, 4, Limit);
        await Task.WhenAll(arrivals.Select(arrival => arrival.Finished)).WaitAsync(Limit);
        arrivals.Select(arrival => arrival.Answer.Status).Should().Equal(500, 529, 503, 503);
    }

    [Test]
    public async Task An_ordinary_turn_is_the_servers_own_answer()
    {
        var nonce = _server.Scripted(Script.Answer(500).Then(Script.Ordinary()));
        var headers = $"x-api-key: {ReferenceKeys.Api}\r\nanthropic-version: 2023-06-01\r\n";

        await _client.Send("GET", $"/v1/models?n={nonce}", headers);
        (await _client.ReadAnswer()).Status.Should().Be(500);
        await _client.Send("GET", $"/v1/models?n={nonce}", headers);
        var answer = await _client.ReadAnswer();

        answer.Status.Should().Be(200);
        var arrival = (await _server.Log.WaitForAsync(nonce, 2, Limit))[1];
        await arrival.Finished.WaitAsync(Limit);
        arrival.Answer.Should().BeEquivalentTo(new { Status = 200, IsScripted = false, End = AnswerEnd.Whole });
        arrival.Answer.Header("request-id").Should().Be(answer.Header("request-id"));
        arrival.Answer.Body.Kept.ToArray().Should().Equal(answer.Body);
    }

    [Test]
    public async Task An_early_answer_comes_before_the_body()
    {
        var nonce = _server.Scripted(Script.Answer(413).BeforeBody().Json("{}"));
        await _client.Write($"POST /v1/messages?n={nonce} HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000\r\n\r\n");

        (await _client.ReadAnswer()).Should().BeEquivalentTo(new { Status = 413, IsWhole = true });
        (await _server.Log.WaitForAsync(nonce, 1, Limit)).Single().Body.Length.Should().Be(0);
    }

    [Test]
    public async Task A_script_is_found_by_the_body_alone()
    {
        var nonce = _server.Scripted(Script.Answer(418));
        await _client.Send("POST", "/v1/messages", "", $$"""{"text":"{{nonce}}"}""");

        (await _client.ReadAnswer()).Status.Should().Be(418);
    }

    private static TimeSpan Limit => TimeSpan.FromSeconds(30);

    private async Task<Nonce> Send(ScriptedAnswer script, RawClient? client = null)
    {
        var nonce = _server.Scripted(script);
        await (client ?? _client).Send("POST", $"/v1/messages?n={nonce}", "", "{}");
        return nonce;
    }

    private async Task<string> Chunk() => Encoding.UTF8.GetString((await _client.ReadChunk())!);

    private async Task<UpstreamAnswer> Answered(Nonce nonce)
    {
        var arrival = (await _server.Log.WaitForAsync(nonce, 1, Limit)).Single();
        await arrival.Finished.WaitAsync(Limit);
        return arrival.Answer;
    }
}
