using System.Globalization;
using Conformance.Suite.Running;
using Conformance.Suite.Settings;

namespace Conformance.Suite.Uploads;

/// <summary>
/// Which large bodies a run may send within its <c>MaxUpload</c>: those of the smallest limit first, and of these the
/// variant that is likeliest to be refused before it is sent. What does not fit is skipped, with the bytes it would have cost.
/// </summary>
public sealed class UploadPlan
{
    /// <summary>How the reason of every case begins that does not fit.</summary>
    public const string OutOfBudget = "out of budget";

    private const long DefaultElsewhere = 1_000_000_000;

    private readonly RunSettings _settings;
    private readonly HashSet<string> _planned = [];
    private long _taken;

    /// <summary>The plan of a run.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="isLoopback">Whether the target is on this machine, where uploads cost nothing.</param>
    /// <param name="seesBothSides">Whether the bodies of the rules that see both sides of a gateway are sent as well.</param>
    public UploadPlan(RunSettings settings, bool isLoopback, bool seesBothSides = false)
    {
        _settings = settings;
        Budget = settings.MaxUploadIsGiven ? settings.MaxUpload : isLoopback ? null : DefaultElsewhere;
        var uploads = Catalogue.Rules
            .Where(
                rule =>
                    rule.Uploads is not null && (seesBothSides || !rule.Attribute.SeesBothSides)
                        && settings.Rules.Any(glob => glob.Matches(rule.Id)))
            .SelectMany(rule => rule.Cases)
            .Where(one => settings.Operations.Any(glob => glob.Matches(one.Operation!.Id)) && settings.Contract.Includes(one.Since))
            .Select(
                one =>
                    (
                        Upload: one.Rule.Uploads!.Of(one, settings),
                        one.Rule.Uploads.IsLikelyRefused,
                        one.Variant,
                        Limit: settings.Limit(one.Operation!.Size)!.Accepted))
            .DistinctBy(entry => entry.Upload.Name)
            .OrderBy(entry => entry.Limit)
            .ThenBy(entry => SizeVariants.Rank(entry.Variant))
            .ThenByDescending(entry => entry.IsLikelyRefused)
            .ThenBy(entry => entry.Upload.Bytes)
            .Select(entry => entry.Upload);
        foreach (var upload in uploads)
        {
            if (Budget is { } budget && Planned + upload.Bytes > budget)
            {
                continue;
            }

            Planned += upload.Bytes;
            _planned.Add(upload.Name);
        }
    }

    /// <summary>The bytes that a run may send; null for no limit.</summary>
    public long? Budget { get; }

    /// <summary>The bytes that the run sends at most; early answers make it fewer.</summary>
    public long Planned { get; }

    /// <summary>Takes bytes beyond the plan, for a body that is sent once more or to confirm a limit.</summary>
    /// <returns>Whether the budget has room for them.</returns>
    public bool TryTake(long bytes)
    {
        // The plan is that of the whole run; of the room beside it each shard has its part.
        if (Budget is not { } budget || Interlocked.Add(ref _taken, bytes) <= (budget - Planned) / (_settings.Shard?.Count ?? 1))
        {
            return true;
        }

        Interlocked.Add(ref _taken, -bytes);
        return false;
    }

    /// <summary>Whether the run sends the body of a kind that a case would send.</summary>
    internal bool Has(UploadKind kind, Case one) => _planned.Contains(UploadsAttribute.Name(kind, one));

    /// <summary>Why a case is not within the budget; null where it is, or sends no large body.</summary>
    public string? WhyNot(Case one)
    {
        if (one.Rule.Uploads?.Of(one, _settings) is not { } upload || _planned.Contains(upload.Name))
        {
            return null;
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{OutOfBudget}: it would send up to {upload.Bytes:N0} bytes, and MaxUpload is {Budget:N0}, "
                + $"of which {Planned:N0} are planned");
    }
}
