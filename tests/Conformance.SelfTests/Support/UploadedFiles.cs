using System.Net.Http.Json;
using System.Text.Json;
using Conformance.Reference;

namespace Conformance.SelfTests.Support;

/// <summary>What runs left on a reference server.</summary>
internal static class UploadedFiles
{
    /// <summary>The names of the files on it that a run has made.</summary>
    public static async Task<IReadOnlyList<string>> On(ReferenceServer server) => await On(server.BaseUrl);

    /// <summary>The names of the files on it that a run has made.</summary>
    public static async Task<IReadOnlyList<string>> On(Uri server)
    {
        using var client = new HttpClient { BaseAddress = server };
        client.DefaultRequestHeaders.Add("x-api-key", ReferenceKeys.Api);
        client.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");
        client.DefaultRequestHeaders.Add("anthropic-beta", "files-api-2025-04-14");
        var list = await client.GetFromJsonAsync<JsonElement>("/v1/files?limit=1000");
        return
        [
            .. list.GetProperty("data").EnumerateArray().Select(file => file.GetProperty("filename").GetString()!)
                .Where(name => name.StartsWith("conformance-", StringComparison.Ordinal)),
        ];
    }
}
