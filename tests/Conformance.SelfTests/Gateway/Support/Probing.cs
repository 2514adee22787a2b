using System.Security.Cryptography;
using System.Text;
using Conformance.Reference;

namespace Conformance.SelfTests.Gateway.Support;

/// <summary>What a probe of a gateway has at hand: both sides of it, and the path of a deviation.</summary>
/// <param name="Both">The gateway and its upstream.</param>
/// <param name="Prefix">The path that stands before every target.</param>
/// <param name="Patience">How long to wait for what a broken promise would keep from coming.</param>
internal sealed record Probing(BothSides Both, string Prefix, TimeSpan Patience)
{
    public const string ClientKey = "gateway-key-1";
    public const string UpstreamKey = "sk-ant-upstream-key-1";

    /// <summary>What is sent but for the body and the nonce.</summary>
    public const string Json = $"x-api-key: {ClientKey}\r\ncontent-type: application/json\r\n";

    /// <summary>Opens a connection to the gateway.</summary>
    public Task<RawClient> Connect() => RawClient.Connect(Both.Gateway.BaseUrl);

    /// <summary>Lays a script ready.</summary>
    public Nonce Scripted(ScriptedAnswer script) => Both.Server.Scripted(script);

    /// <summary>Sends a request whose answer does not matter, and says what arrived.</summary>
    public async Task<UpstreamArrival> Arrival(string headers, string body = "{}", string path = "/v1/messages", string query = "")
    {
        var nonce = Scripted(Script.Answer(200).Body("text/plain", "ok"u8.ToArray()));
        await using var client = await Connect();
        await client.Send("POST", $"{Prefix}{path}?n={nonce}{query}", headers + Field(nonce), body);
        await client.ReadAnswer();
        var arrival = await Both.Log.WaitForAsync(nonce, 1, Patience) is [var first, ..]
            ? first
            : (await Both.Log.WaitForAsync(nonce, 1, BothSides.Limit)).Single();
        await arrival.Finished.WaitAsync(BothSides.Limit);
        return arrival;
    }

    /// <summary>Sends a plain request and gives the answer, and how often it arrived upstream.</summary>
    public async Task<(RawAnswer Answer, int Arrivals)> Answer(ScriptedAnswer script, string method = "POST")
    {
        var nonce = Scripted(script);
        await using var client = await Connect();
        await client.Send(method, $"{Prefix}/v1/messages", Json + Field(nonce), $"{{\"text\":\"{nonce}\"}}");
        var answer = await client.ReadAnswer();
        return (answer, Both.Log.Of(nonce).Count);
    }

    /// <summary>The header line that carries a nonce.</summary>
    public static string Field(Nonce nonce) => $"{Reference.Upstream.NonceField}: {nonce}\r\n";

    /// <summary>A short name of bytes.</summary>
    public static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];

    /// <summary>The text of bytes.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
