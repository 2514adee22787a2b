using Conformance.Reporting.Causes;

namespace Conformance.Suite.Running;

/// <summary>How far a run is, at one moment.</summary>
/// <param name="Families">The families of its rules, by name.</param>
/// <param name="Requests">Requests sent, repeated ones included.</param>
/// <param name="BodyBytes">Bytes of request bodies sent.</param>
/// <param name="Elapsed">How long it has judged cases.</param>
/// <param name="Waited">How long requests that had to be sent again have waited for that, taken together.</param>
/// <param name="Upload">The large body that is on its way; null for none.</param>
/// <param name="Causes">What is known to be broken, the weightiest first.</param>
public sealed record RunState(
    IReadOnlyList<FamilyState> Families,
    long Requests,
    long BodyBytes,
    TimeSpan Elapsed,
    TimeSpan Waited,
    UploadState? Upload,
    IReadOnlyList<Cause> Causes)
{
    /// <summary>Cases that the run judges.</summary>
    public int Planned => Families.Sum(family => family.Planned);

    /// <summary>Cases judged so far.</summary>
    public int Judged => Families.Sum(family => family.Judged);

    /// <summary>About how long the rest takes; null where nobody can say yet.</summary>
    public TimeSpan? Left => Judged > 0 ? Elapsed * ((double)(Planned - Judged) / Judged) : null;
}
