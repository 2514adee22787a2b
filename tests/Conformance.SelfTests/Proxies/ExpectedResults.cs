using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conformance.SelfTests.Proxies;

/// <summary>
/// What a run of the suite against one configuration of a proxy comes to: a file <c>NAME.expected.json</c>, or
/// <c>NAME.both-sides.json</c> where the suite is its upstream too, <c>NAME.slow.json</c> where that upstream takes its time.
/// </summary>
/// <param name="Product">The product and its version.</param>
/// <param name="About">What the configuration is, in Markdown.</param>
/// <param name="Upstream">What stands behind it.</param>
/// <param name="Findings">Every rule that it breaks, and no other.</param>
public sealed record ExpectedResults(
    string Product, string About, UpstreamKind Upstream, IReadOnlyList<ExpectedFinding> Findings)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Whether it speaks HTTP/2 where the suite asks it.</summary>
    public bool Http2 { get; init; }

    /// <summary>The file of the configuration; null where it is <c>NAME.conf</c>.</summary>
    public string? Configuration { get; init; }

    /// <summary>Settings of the run, by name; none: the whole suite.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The answers of its own.</summary>
    public IReadOnlyList<OwnAnswer> OwnAnswers { get; init; } = [];

    /// <summary>What the product cannot keep, whatever its configuration.</summary>
    public IReadOnlyList<UnkeptPromise> CannotKeep { get; init; } = [];

    /// <summary>Reads a file.</summary>
    /// <exception cref="JsonException">It is not of this shape.</exception>
    public static ExpectedResults Read(string path) => JsonSerializer.Deserialize<ExpectedResults>(File.ReadAllText(path), Options)!;
}
