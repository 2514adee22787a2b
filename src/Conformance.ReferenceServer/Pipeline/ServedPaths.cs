using System.Collections.Concurrent;
using System.Text;
using Conformance.Reference.Resources;

namespace Conformance.Reference.Pipeline;

/// <summary>
/// What a server serves where: the API below its prefix, and below <c>/deviations/NAME</c> (several joined by <c>+</c>)
/// the same API as those deviations make it.
/// </summary>
/// <exception cref="FormatException">The options name a deviation that there is none of.</exception>
internal sealed class ServedPaths(ReferenceServerOptions options, Store store)
{
    private const string Segment = "/deviations";
    private const int MostJoined = 8;

    private readonly RequestPipeline own = RequestPipeline.For(options, Deviations.Find(options.Deviations));
    private readonly ConcurrentDictionary<string, RequestPipeline> joined = new();

    /// <summary>Answers one request.</summary>
    public Task RunAsync(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments(options.PathPrefix, StringComparison.Ordinal, out var below))
        {
            return AnswerAsync(http, $"the API is served below {options.PathPrefix}");
        }

        if (options.Upstream?.NamedBelow is { } segment && below.StartsWithSegments(segment, StringComparison.Ordinal, out var inside))
        {
            var slash = inside.Value?.IndexOf('/', Math.Min(1, inside.Value.Length)) ?? -1;
            return ServeAsync(http, own, slash < 0 ? PathString.Empty : inside.Value![slash..]);
        }

        if (!below.StartsWithSegments(Segment, StringComparison.Ordinal, out var named))
        {
            return ServeAsync(http, own, below);
        }

        var path = named.Value ?? "";
        var end = path.IndexOf('/', 1);
        var names = end < 0 ? path.TrimStart('/') : path[1..end];
        try
        {
            return ServeAsync(http, joined.GetOrAdd(names, Join), end < 0 ? PathString.Empty : path[end..]);
        }
        catch (FormatException e)
        {
            return AnswerAsync(http, e.Message);
        }
    }

    private RequestPipeline Join(string names)
    {
        var parts = names.Split('+');
        return parts.Length <= MostJoined
            ? RequestPipeline.For(options, Deviations.Find([.. options.Deviations, .. parts]))
            : throw new FormatException($"at most {MostJoined} deviations can be joined");
    }

    private Task ServeAsync(HttpContext http, RequestPipeline pipeline, PathString path)
    {
        var whole = http.Request.Path.Value ?? "";
        http.Request.PathBase = whole[..^(path.Value?.Length ?? 0)];
        http.Request.Path = path;
        return pipeline.RunAsync(http, options, store);
    }

    private static async Task AnswerAsync(HttpContext http, string line)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), http.RequestAborted);
    }
}
