using Conformance.Contract;
using Conformance.Reference.Pipeline;
using Microsoft.Extensions.Primitives;

namespace Conformance.Reference.Stages;

/// <summary>Which API a request speaks, and which beta features it asks for.</summary>
internal static class Versioning
{
    private static readonly IReadOnlySet<string> NoBetas = new HashSet<string>();

    /// <summary>400 where the version is missing, unknown or there twice, or where a beta value is unknown.</summary>
    public static ValueTask<Answer?> Check(ApiRequest request)
    {
        var versions = request.Http.Request.Headers[HeaderNames.Version];
        if (StringValues.IsNullOrEmpty(versions))
        {
            return new(Answers.Invalid(request, "anthropic-version: header is required"));
        }

        // Two values on two lines, or joined by a comma on the way, are no known version either.
        var version = versions.ToString().Trim();
        if (!ApiVersions.In(Snapshot.Newest).Contains(version))
        {
            return new(Answers.Invalid(request, $"anthropic-version: \"{version}\" is not a valid version"));
        }

        request.Version = version;
        request.Betas = Betas(request.Http.Request.Headers[HeaderNames.Beta]);
        var unknown = request.Betas.FirstOrDefault(beta => !KnownBetas.All.Contains(beta));
        return unknown is null
            ? default
            : new(Answers.Invalid(request, $"Unexpected value(s) `{unknown}` for the `anthropic-beta` header."));
    }

    private static IReadOnlySet<string> Betas(StringValues lines) =>
        lines.Count == 0
            ? NoBetas
            : lines.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet();
}
