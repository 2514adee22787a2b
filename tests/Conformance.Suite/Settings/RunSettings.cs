using System.Collections.Immutable;
using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;
using Conformance.Wire;

namespace Conformance.Suite.Settings;

/// <summary>What a run is told: the table of settings, read and checked. Keys are not in it.</summary>
public sealed record RunSettings
{
    /// <summary>The target; null for the embedded reference server.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>Globs of the operations that the target claims.</summary>
    public IReadOnlyList<Glob> Operations { get; init; } = [Glob.All];

    /// <summary>Whether the target claims what it turns out to serve of <see cref="Operations"/>, and nothing else.</summary>
    public bool ClaimsServed { get; init; }

    /// <summary>Globs of the rules to apply.</summary>
    public IReadOnlyList<Glob> Rules { get; init; } = [Glob.All];

    /// <summary>Whether SHOULD counts as MUST.</summary>
    public bool Strict { get; init; }

    /// <summary>The newest snapshot to hold the target to.</summary>
    public Snapshot Contract { get; init; } = Snapshot.Newest;

    /// <summary>The <c>anthropic-version</c> that probes carry.</summary>
    public string ApiVersion { get; init; } = ApiVersions.V20230601;

    /// <summary>How probes carry the key.</summary>
    public KeyHeader Auth { get; init; }

    /// <summary>The model that probes name; null for the first that <c>models.list</c> names.</summary>
    public string? Model { get; init; }

    /// <summary>The user message that probes send; null for each probe's own.</summary>
    public string? Prompt { get; init; }

    /// <summary>The limit of standard endpoints.</summary>
    public SizeLimit StandardLimit { get; init; } = SizeLimit.Standard;

    /// <summary>The limit of the Batch API.</summary>
    public SizeLimit BatchLimit { get; init; } = SizeLimit.Batch;

    /// <summary>The limit of the Files API.</summary>
    public SizeLimit FilesLimit { get; init; } = SizeLimit.Files;

    /// <summary>Bytes of request bodies that the run may send; null for no limit.</summary>
    public long? MaxUpload { get; init; }

    /// <summary>Whether <see cref="MaxUpload"/> was given, and is not the default of where the target is.</summary>
    public bool MaxUploadIsGiven { get; init; }

    /// <summary>Requests under way at a time; null for the default of where the target is.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Requests begun per second; null for no limit.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>How long nothing may move before an answer is given up.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After which time the run ends with what was measured; null for the default of where the target is.</summary>
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>Whether the run only says what it would send.</summary>
    public bool DryRun { get; init; }

    /// <summary>The version of HTTP that probes speak.</summary>
    public Version HttpVersion { get; init; } = System.Net.HttpVersion.Version11;

    /// <summary>The organisation to expect; null for any.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>Header fields that a gateway needs on every request, shown as they are; secret ones come from the environment.</summary>
    public ImmutableArray<HeaderField> ExtraHeaders { get; init; } = [];

    /// <summary>Where the suite listens as the upstream of the gateway under test; null nowhere.</summary>
    public Uri? Upstream { get; init; }

    /// <summary>Whether it speaks https there.</summary>
    public bool UpstreamTls { get; init; }

    /// <summary>Whether the gateway is meant to forward the key of its client.</summary>
    public bool KeyPassThrough { get; init; }

    /// <summary>Whether the gateway is meant to try again upstream by itself.</summary>
    public bool Failover { get; init; }

    /// <summary>How long the upstream waits in the rules about slow answers; null claims none of them.</summary>
    public TimeSpan? SlowAnswer { get; init; }

    /// <summary>Which part of the cases is judged; null for all of them.</summary>
    public Shard? Shard { get; init; }

    /// <summary>Path of a PEM file with a certificate to trust; null for none.</summary>
    public string? CaCertificate { get; init; }

    /// <summary>Whether any certificate is accepted.</summary>
    public bool InsecureTls { get; init; }

    /// <summary>The HTTP proxy to reach the target through; null for none, whatever the environment says.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Path of a waiver file; null for none.</summary>
    public string? Waivers { get; init; }

    /// <summary>Path to write a waiver file for the present failures to; null for none.</summary>
    public string? WriteWaivers { get; init; }

    /// <summary>Where the run writes.</summary>
    public string ReportDirectory { get; init; } = "reports";

    /// <summary>The settings as they were given, by name; what was not given has its default.</summary>
    public ImmutableSortedDictionary<string, string> Given { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The limit of a group; null where none is documented.</summary>
    public SizeLimit? Limit(SizeGroup group) => group switch
    {
        SizeGroup.Standard => StandardLimit,
        SizeGroup.Batch => BatchLimit,
        SizeGroup.Files => FilesLimit,
        _ => null,
    };
}
