using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Conformance.Reference;
using Conformance.SelfTests.Gateway.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Upstream;

/// <summary>What arrives at an upstream is recorded as it came.</summary>
public sealed class TheLog : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private UpstreamServer _server = null!;
    private RawClient _client = null!;

    [SetUp]
    public async Task Start()
    {
        _server = await UpstreamServer.Start();
        _client = await RawClient.Connect(_server.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task A_head_is_kept_as_it_stood_on_the_wire()
    {
        var nonce = _server.Upstream.NewNonce();
        var head = $"POST /v1/%6dessages?a=1&n={nonce} HTTP/1.1\r\nX-b: 2\r\nHOST: h\r\n"
            + "x-B:3\r\ncontent-Length: 4\r\nAccept:  */* \r\n\r\n";
        await _client.Write(head + "1234");

        var arrival = await Arrived(nonce);

        Encoding.Latin1.GetString(arrival.RawHead.Span).Should().Be(head);
        arrival.Should().BeEquivalentTo(
            new { Method = "POST", Target = $"/v1/%6dessages?a=1&n={nonce}", Protocol = "HTTP/1.1", IsTls = false });
        arrival.Headers.Should().Equal(
            new HeaderLine("X-b", "2"), new HeaderLine("HOST", "h"), new HeaderLine("x-B", "3"),
            new HeaderLine("content-Length", "4"), new HeaderLine("Accept", "*/*"));
        arrival.Values("x-b").Should().Equal("2", "3");
    }

    [Test]
    public async Task The_next_head_on_the_connection_is_kept_too_whatever_framed_the_body_before()
    {
        var first = _server.Scripted(Script.Answer(200));
        var second = _server.Scripted(Script.Answer(200));
        var third = _server.Scripted(Script.Answer(200));
        await _client.Write($"POST /a?{first} HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n");
        await Drop();
        await _client.Write($"POST /b?{second} HTTP/1.1\r\nhost: h\r\ncontent-length: 3\r\n\r\nabc");
        await Drop();
        await _client.Write($"GET /c?{third} HTTP/1.1\r\nhost: h\r\n\r\n");
        await Drop();

        var arrivals = new[] { await Arrived(first), await Arrived(second), await Arrived(third) };

        arrivals.Select(arrival => Encoding.Latin1.GetString(arrival.RawHead.Span).Split(' ')[1])
            .Should().Equal($"/a?{first}", $"/b?{second}", $"/c?{third}");
        arrivals.Select(arrival => arrival.ConnectionId).Distinct().Should().HaveCount(1);
        arrivals.Select(arrival => arrival.Body.Length).Should().Equal(2, 3, 0);
        arrivals.Select(arrival => arrival.Number).Should().Equal(1, 2, 3);

        async Task Drop() => (await _client.ReadAnswer()).IsWhole.Should().BeTrue();
    }

    [Test]
    public async Task Of_a_large_body_the_beginning_the_length_and_the_hash_are_kept()
    {
        var body = RandomNumberGenerator.GetBytes(1_000_000);
        var nonce = _server.Scripted(Script.Answer(200));
        await _client.Write($"POST /x?{nonce} HTTP/1.1\r\nhost: h\r\ncontent-length: {body.Length}\r\n\r\n");
        await _client.Write(body);

        var arrival = await Arrived(nonce);

        arrival.Body.Length.Should().Be(1_000_000);
        arrival.Body.Sha256.Should().Be(Convert.ToHexStringLower(SHA256.HashData(body)));
        arrival.Body.Kept.ToArray().Should().Equal(body[..SeenBody.MostKept]);
        arrival.Body.FirstByteAt.Should().BeGreaterThanOrEqualTo(arrival.At).And.BeLessThanOrEqualTo(arrival.Body.LastByteAt!.Value);
    }

    [TestCase("GET", "/v1/models/{0}", "", "", NoncePlace.Path)]
    [TestCase("GET", "/v1/models?x={0}", "", "", NoncePlace.Query)]
    [TestCase("GET", "/v1/models", "anthropic-x-conformance: {0}\r\n", "", NoncePlace.Header)]
    [TestCase("POST", "/v1/messages", "", "{\"text\":\"{0}\"}", NoncePlace.Body)]
    [TestCase("POST", "/v1/files", "",
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{0}.txt\"\r\n\r\nabc\r\n--b--\r\n", NoncePlace.FileName)]
    public async Task A_nonce_is_found_where_it_stands(string method, string target, string headers, string body, NoncePlace place)
    {
        var nonce = _server.Upstream.NewNonce();
        await _client.Send(
            method, target.Replace("{0}", nonce.Text), headers.Replace("{0}", nonce.Text) + Auth, body.Replace("{0}", nonce.Text));

        (await Arrived(nonce)).Places(nonce).Should().Equal(place);
    }

    [Test]
    public async Task Every_place_that_still_carries_it_is_named()
    {
        var nonce = _server.Scripted(Script.Answer(200));
        await _client.Send("POST", $"/{nonce}?x={nonce}", $"Anthropic-X-Conformance: {nonce}\r\n", new string(' ', 5_000) + nonce);

        (await Arrived(nonce)).Places(nonce).Should()
            .BeEquivalentTo([NoncePlace.Path, NoncePlace.Query, NoncePlace.Header, NoncePlace.Body]);
    }

    [Test]
    public async Task What_has_no_nonce_is_counted_and_listed_apart()
    {
        await using var other = await UpstreamServer.Start();
        await _client.Send("GET", "/health?" + other.Upstream.NewNonce(), "");
        await _client.ReadAnswer();
        await _client.Send("GET", "/health", "");
        await _client.ReadAnswer();
        var nonce = _server.Upstream.NewNonce();
        await _client.Send("GET", $"/{nonce}", "");
        await Arrived(nonce);

        _server.Log.Count.Should().Be(3);
        _server.Log.CountWithoutNonce.Should().Be(2);
        _server.Log.WithoutNonce.Select(arrival => arrival.Target.Split('?')[0]).Should().Equal("/health", "/health");
        other.Log.Count.Should().Be(0);
    }

    [Test]
    public async Task Waiting_ends_with_the_arrival_or_with_the_time()
    {
        var nonce = _server.Upstream.NewNonce();
        (await _server.Log.WaitForAsync(nonce, 1, TimeSpan.Zero)).Should().BeEmpty();
        var waiting = _server.Log.WaitForAsync(nonce, 2, Limit);
        await _client.Send("GET", $"/{nonce}", "");
        await _client.ReadAnswer();
        waiting.IsCompleted.Should().BeFalse();
        (await _server.Log.WaitForAsync(nonce, 2, TimeSpan.Zero)).Should().HaveCount(1);

        await _client.Send("GET", $"/{nonce}", "");

        (await waiting).Should().HaveCount(2);
        _server.Log.Forget(nonce);
        _server.Log.Of(nonce).Should().BeEmpty();
    }

    [Test]
    public async Task An_arrival_is_known_before_its_body_is_whole()
    {
        var nonce = _server.Scripted(Script.Answer(200));
        await _client.Write($"POST /x HTTP/1.1\r\nhost: h\r\ncontent-length: 100\r\n\r\n{nonce}");

        var arrival = (await _server.Log.WaitForAsync(nonce, 1, Limit)).Single();
        arrival.Body.Should().BeEquivalentTo(new { Length = 24L, IsWhole = false, Sha256 = (string?)null });

        await _client.Write(new string('x', 76));
        await arrival.Body.Ended.WaitAsync(Limit);
        arrival.Body.Length.Should().Be(100);
    }

    [Test]
    public async Task A_declared_body_that_never_comes_does_not_keep_the_server_from_answering()
    {
        _server.Scripted(Script.Answer(200));
        await _client.Write(
            $"POST /v1/messages HTTP/1.1\r\nhost: h\r\n{Auth}content-type: application/json\r\ncontent-length: 99999999\r\n\r\n");

        (await _client.ReadAnswer()).Status.Should().Be(413);
    }

    [TestCase("1.1", false)]
    [TestCase("1.1", true)]
    [TestCase("2.0", false)]
    [TestCase("2.0", true)]
    public async Task Sixty_four_at_a_time_are_told_apart(string version, bool tls)
    {
        using var client = Client();
        var nonces = Enumerable.Range(0, 256).Select(i => _server.Scripted(Script.Answer(400 + (i % 50)).Json($"\"{i}\""))).ToList();

        await Parallel.ForAsync(0, nonces.Count, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, stop) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(tls ? _server.TlsUrl : _server.Url, "/v1/messages"))
            {
                Version = Version.Parse(version),
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new StringContent(string.Create(CultureInfo.InvariantCulture, $$"""{"n":{{i}},"text":"{{nonces[i]}}"}""")),
            };
            using var answer = await client.SendAsync(request, stop);
            ((int)answer.StatusCode).Should().Be(400 + (i % 50));
            (await answer.Content.ReadAsStringAsync(stop)).Should().Be($"\"{i}\"");
        });

        for (var i = 0; i < nonces.Count; i++)
        {
            var arrival = await Arrived(nonces[i]);
            Encoding.UTF8.GetString(arrival.Body.Kept.Span).Should().Be($$"""{"n":{{i}},"text":"{{nonces[i]}}"}""");
            arrival.Protocol.Should().Be(version == "2.0" ? "HTTP/2" : "HTTP/1.1");
            arrival.IsTls.Should().Be(tls);
            arrival.RawHead.IsEmpty.Should().Be(version == "2.0");
        }

        _server.Log.Count.Should().Be(256);
        _server.Log.CountWithoutNonce.Should().Be(0);
    }

    [Test]
    public async Task Over_HTTP_2_scripts_stream_cut_and_notice_who_leaves()
    {
        using var client = Client();
        var gate = new Gate();
        var stream = _server.Scripted(Script.Stream().With("request-id", "r").Event("a", "1").Until(gate).Event("b", "2"));
        using var answer = await client.SendAsync(Http2(stream), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync()).Should().Be("event: a");
        gate.Open();
        (await reader.ReadToEndAsync()).Should().EndWith("event: b\ndata: 2\n\n");
        answer.Headers.GetValues("request-id").Should().Equal("r");

        var tooShort = Script.Answer(200).Json("0123456789").CutAfter(4);
        foreach (var script in new[] { Script.Stream().Event("a", "1").Cut(), tooShort, Script.Cut(), Script.Reset() })
        {
            var cut = () => client.GetStringAsync(Http2(_server.Scripted(script)).RequestUri);
            await cut.Should().ThrowAsync<HttpRequestException>();
        }

        using var leaving = new CancellationTokenSource();
        var silent = _server.Scripted(Script.Silence());
        var sending = client.SendAsync(Http2(silent), leaving.Token);
        var arrival = (await _server.Log.WaitForAsync(silent, 1, Limit)).Single();
        await leaving.CancelAsync();
        await arrival.Closed.WaitAsync(Limit);
        await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [Test]
    public async Task The_certificate_is_signed_by_the_authority_that_is_written()
    {
        var directory = Support.TestDirectory.Create();
        using var authority = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificateFromFile(
            _server.Certificate.WriteAuthority(directory));
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new System.Security.Cryptography.X509Certificates.X509ChainPolicy
        {
            TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust,
            RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck,
            CustomTrustStore = { authority },
        };
        using var client = new HttpClient(handler);

        foreach (var host in new[] { "localhost", "127.0.0.1" })
        {
            using var answer = await client.GetAsync(new UriBuilder(_server.TlsUrl) { Host = host, Path = "/v1/models" }.Uri);
            answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        }

        authority.HasPrivateKey.Should().BeFalse();
    }

    private static string Auth => $"x-api-key: {ReferenceKeys.Api}\r\nanthropic-version: 2023-06-01\r\n";

    private static HttpClient Client()
    {
#pragma warning disable CA5359 // Who it is does not matter here.
        var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } };
#pragma warning restore CA5359
        return new HttpClient(handler)
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    private HttpRequestMessage Http2(Nonce nonce) => new(HttpMethod.Get, new Uri(_server.Url, "/x?" + nonce))
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private async Task<UpstreamArrival> Arrived(Nonce nonce)
    {
        var arrival = (await _server.Log.WaitForAsync(nonce, 1, Limit)).Single();
        await arrival.Finished.WaitAsync(Limit);
        return arrival;
    }
}
