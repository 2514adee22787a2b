using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.SelfTests.Support.Proxies;

namespace Conformance.SelfTests.Proxies;

/// <summary>Makes a proxy answer by itself, over a socket of its own, since no client sends what has to be sent.</summary>
internal static class OwnAnswerProbe
{
    private const string Head =
        "GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\nx-api-key: sk-ant-api03-x\r\nanthropic-version: 2023-06-01\r\n";

    private static readonly Dictionary<string, string> Requests = new()
    {
        ["upstream-down"] = Head + "Connection: close\r\n\r\n",
        ["malformed-field"] = Head + "a field without a colon\r\n\r\n",
    };

    /// <summary>Sends what <paramref name="to"/> stands for and reads the answer to its end.</summary>
    public static async Task<OwnAnswer> Ask(Uri url, string to)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port);
        await using var stream = await Open(client, url);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Requests[to]));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync();
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = answer[..end].Split("\r\n");
        return new OwnAnswer(to, int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), Body(lines, answer[(end + 4)..]));
    }

    private static async Task<Stream> Open(TcpClient client, Uri url)
    {
        if (url.Scheme != Uri.UriSchemeHttps)
        {
            return client.GetStream();
        }

        var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = url.Host,
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { LoopbackCertificate.Certificate },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        });
        return tls;
    }

    private static string Body(string[] lines, string body)
    {
        if (body.Length == 0)
        {
            return "empty";
        }

        var type = Field(lines, "content-type")?.Split(';')[0] ?? "no content-type";
        return type == "application/json" && IsEnvelope(JsonNode.Parse(body)!, Field(lines, "request-id")) ? "envelope" : type;
    }

    private static bool IsEnvelope(JsonNode body, string? id) =>
        id is not null && (string?)body["type"] == "error" && (string?)body["error"]?["type"] is not null
        && (string?)body["error"]?["message"] is not null && (string?)body["request_id"] == id;

    private static string? Field(string[] lines, string name) =>
        lines.Skip(1).Select(line => line.Split(": ", 2))
            .FirstOrDefault(pair => pair[0].Equals(name, StringComparison.OrdinalIgnoreCase))?[1];
}
