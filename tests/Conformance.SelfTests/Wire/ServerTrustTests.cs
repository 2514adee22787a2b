using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Conformance.SelfTests.Support.Sockets;
using Conformance.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Wire;

/// <summary>Which certificates are trusted, and what is said of those that are not.</summary>
public sealed class ServerTrustTests
{
    private static readonly Authority Root = Authority.Create("CN=Some Root");
    private static readonly Authority Intermediate = Root.Issue("CN=Some Intermediate");
    private static readonly X509Certificate2 Fine = Intermediate.IssueServer("CN=target.example", -1, 1, "target.example", "other.example");

    [Test]
    public async Task A_chain_to_a_root_in_the_file_is_trusted_with_its_intermediate_in_the_file_or_in_the_handshake()
    {
        (await Send(Fine, [], Root, Intermediate)).Outcome.Should().Be(Outcome.Answered);
        (await Send(Fine, [Intermediate.Certificate], Root)).Outcome.Should().Be(Outcome.Answered);
        (await Send(Fine, [], Intermediate)).Outcome.Should().Be(Outcome.Answered, "to name an intermediate is to trust it");
    }

    [Test]
    public async Task A_chain_with_a_gap_is_not_trusted() =>
        await Expect(
            Fine, """the certificate "CN=target.example" is issued by "CN=Some Intermediate", which is not among those to trust""", Root);

    [Test]
    public async Task A_root_that_nobody_named_is_not_trusted() =>
        await Expect(
            Fine, """the certificate "CN=target.example" is issued by "CN=Some Intermediate", which is not among those to trust""",
            Authority.Create("CN=Some Intermediate"));

    [Test]
    public async Task An_expired_certificate_says_since_when()
    {
        var expired = Intermediate.IssueServer("CN=target.example", -10, -2, "target.example");

        await Expect(expired, """the certificate "CN=target.example" expired on """ + Date(expired.NotAfter), Root, Intermediate);
    }

    [Test]
    public async Task A_certificate_of_tomorrow_says_from_when()
    {
        var early = Intermediate.IssueServer("CN=target.example", 1, 2, "target.example");

        await Expect(early, """the certificate "CN=target.example" is valid only from """ + Date(early.NotBefore), Root, Intermediate);
    }

    [Test]
    public async Task A_certificate_for_another_host_says_for_which() =>
        await Expect(
            Intermediate.IssueServer("CN=elsewhere.example", -1, 1, "elsewhere.example", "www.elsewhere.example"),
            """the certificate "CN=elsewhere.example" is not for target.example but for elsewhere.example, www.elsewhere.example""",
            Root, Intermediate);

    [Test]
    public async Task A_certificate_that_signed_itself_says_so()
    {
        await using var server = RawServer.Start(Answering, tls: true);
        await using var client = new WireClient(new WireOptions(server.Url));

        var exchange = await client.SendAsync(Get);

        exchange.Outcome.Should().Be(Outcome.Tls);
        exchange.Detail.Should().Be("""TLS failed: the certificate "CN=127.0.0.1" is signed by itself, and is not among those to trust""");
    }

    [TestCase(SslProtocols.Tls12)]
    [TestCase(SslProtocols.Tls13)]
    public async Task Both_versions_of_TLS_are_spoken_and_the_server_is_named(SslProtocols version)
    {
        var named = "";
        var spoken = SslProtocols.None;
        await using var server = RawServer.StartTls(Answering, secured =>
        {
            named = secured.TargetHostName;
            spoken = secured.SslProtocol;
        }, Options(Fine, [], version));

        (await Send(server, [Root, Intermediate])).Outcome.Should().Be(Outcome.Answered);

        named.Should().Be("target.example");
        spoken.Should().Be(version);
    }

    [Test]
    public async Task A_server_that_speaks_no_TLS_is_a_failure_of_TLS()
    {
        await using var server = RawServer.Start(Answering);
        await using var client = new WireClient(
            new WireOptions(new UriBuilder(server.Url) { Scheme = "https" }.Uri) { Timeout = TimeSpan.FromSeconds(5) });

        var exchange = await client.SendAsync(Get);

        exchange.Outcome.Should().BeOneOf(Outcome.Tls, Outcome.Timeout);
    }

    private static Request Get => new("GET", "/v1/models", []) { Retries = RetryOn.Nothing };

    private static async Task Expect(X509Certificate2 certificate, string words, params Authority[] trusted)
    {
        var exchange = await Send(certificate, [], trusted);

        exchange.Outcome.Should().Be(Outcome.Tls);
        exchange.Detail.Should().Be($"TLS failed: {words}");
    }

    private static async Task<Exchange> Send(X509Certificate2 certificate, X509Certificate2[] beside, params Authority[] trusted)
    {
        await using var server = RawServer.StartTls(Answering, _ => { }, Options(certificate, beside, SslProtocols.None));
        return await Send(server, trusted);
    }

    private static async Task<Exchange> Send(RawServer server, Authority[] trusted)
    {
        await using var client = new WireClient(new WireOptions(new Uri($"https://target.example:{server.Url.Port}"))
        {
            CaCertificates = [.. trusted.Select(authority => authority.Certificate)],
            Resolve = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]),
        });
        return await client.SendAsync(Get);
    }

    private static SslServerAuthenticationOptions Options(
        X509Certificate2 certificate, X509Certificate2[] beside, SslProtocols version) => new()
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, [.. beside], offline: true),
            EnabledSslProtocols = version,
        };

    private static string Date(DateTime local) =>
        local.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task Answering(RawConnection connection)
    {
        while (await connection.ReadHead() is not null)
        {
            await connection.Write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
        }
    }

    /// <summary>Somebody who signs certificates.</summary>
    private sealed record Authority(X509Certificate2 Certificate)
    {
        public static Authority Create(string name)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return new Authority(Request(name, key, isAuthority: true)
                .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(30)));
        }

        public Authority Issue(string name)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return new Authority(Signed(Request(name, key, isAuthority: true), key, -20, 20));
        }

        public X509Certificate2 IssueServer(string name, int fromDays, int toDays, params string[] hosts)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = Request(name, key, isAuthority: false);
            var names = new SubjectAlternativeNameBuilder();
            Array.ForEach(hosts, names.AddDnsName);
            request.CertificateExtensions.Add(names.Build());
            return Signed(request, key, fromDays, toDays);
        }

        private X509Certificate2 Signed(CertificateRequest request, ECDsa key, int fromDays, int toDays)
        {
            using var certificate = request.Create(
                Certificate,
                DateTimeOffset.UtcNow.AddDays(fromDays),
                DateTimeOffset.UtcNow.AddDays(toDays),
                RandomNumberGenerator.GetBytes(8));
            return certificate.CopyWithPrivateKey(key);
        }

        private static CertificateRequest Request(string name, ECDsa key, bool isAuthority)
        {
            var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
            return request;
        }
    }
}
