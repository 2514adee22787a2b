namespace Conformance.Suite.Running;

/// <summary>How far a large body is on its way.</summary>
/// <param name="Case">The id of the case that sends it.</param>
/// <param name="Sent">Bytes sent.</param>
/// <param name="Total">Its length in bytes.</param>
/// <param name="BytesPerSecond">How fast it goes.</param>
public sealed record UploadState(string Case, long Sent, long Total, double BytesPerSecond)
{
    /// <summary>How long it still takes at this rate; null where it stands still.</summary>
    public TimeSpan? Left => BytesPerSecond > 0 ? TimeSpan.FromSeconds((Total - Sent) / BytesPerSecond) : null;
}
