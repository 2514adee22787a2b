using Conformance.Contract;
using Conformance.Suite.Running;
using Conformance.Wire;

namespace Conformance.Suite.Preflight;

/// <summary>Looks where the API is if it is not at the base URL: a path prefix is missing, or its <c>/v1</c> stands there twice.</summary>
/// <param name="client">The client of the run.</param>
/// <param name="run">The run.</param>
internal sealed class OtherPaths(WireClient client, Run run)
{
    private static readonly string[] Prefixes = ["", "/anthropic", "/api", "/anthropic/api"];

    /// <summary>The base URL at which something answers as the API does; null where none of those that are tried does.</summary>
    public async Task<string?> Find()
    {
        var given = new Uri(client.BaseUrl);
        var path = given.AbsolutePath.TrimEnd('/');
        string[] shorter = path.EndsWith("/v1", StringComparison.Ordinal) ? [path[..^3]] : [];
        foreach (var candidate in shorter.Concat(Prefixes).Distinct().Where(one => one != path))
        {
            var url = new UriBuilder(given) { Path = candidate }.Uri;
            await using var other = client.To(url);
            if (await AnswersAt(other))
            {
                return url.AbsoluteUri.TrimEnd('/');
            }
        }

        return null;
    }

    // Without a key: nobody knows who listens there. The API refuses it with 401, and what is not there with another answer.
    private async Task<bool> AnswersAt(WireClient other)
    {
        Request Bare(string path) => new Request("POST", path, [new HeaderField(HeaderNames.ContentType, MediaTypes.Json)]).WithBody("{}");
        var there = AnswerPattern.Of(await other.SendAsync(Bare(Operations.Find("messages.create").Path), run.End.Token));
        var nowhere = AnswerPattern.Of(await other.SendAsync(Bare(Nowhere.Route), run.End.Token));
        return there is { Status: 400 or 401 or 403 or 422 } && there != nowhere;
    }
}
