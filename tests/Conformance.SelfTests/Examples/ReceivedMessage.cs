using System.Text.Json;

namespace Conformance.SelfTests.Examples;

/// <summary>A request for a message, as it arrived.</summary>
/// <param name="Path">The path.</param>
/// <param name="Headers">The header fields, by their names in lower case.</param>
/// <param name="Body">The JSON body.</param>
internal sealed record ReceivedMessage(string Path, IReadOnlyDictionary<string, string> Headers, JsonElement Body)
{
    /// <summary>The name of the client: the beginning of <c>user-agent</c>.</summary>
    public string Client => Headers.GetValueOrDefault("user-agent", "").Split('/')[0];

    /// <summary>The version in <c>user-agent</c>.</summary>
    public string ClientVersion => Headers.GetValueOrDefault("user-agent", "").Split(' ', '/')[^1].Split('+')[0];

    /// <summary>How the key came.</summary>
    public string KeyHeader =>
        Headers.ContainsKey("x-api-key") ? "x-api-key" : Headers.ContainsKey("authorization") ? "authorization" : "none";
}
