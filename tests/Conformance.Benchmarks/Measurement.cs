namespace Conformance.Benchmarks;

/// <summary>The same upload by the same client, several times.</summary>
/// <param name="Uploads">Each of them.</param>
internal sealed record Measurement(IReadOnlyList<MeasuredUpload> Uploads)
{
    /// <summary>The time in the middle, in milliseconds.</summary>
    public double Median => Uploads.Select(upload => upload.Milliseconds).Order().ElementAt(Uploads.Count / 2);

    /// <summary>The most that was sent, in bytes.</summary>
    public long MostSent => Uploads.Max(upload => upload.BytesSent);

    /// <summary>The highest peak of memory, in bytes.</summary>
    public long PeakBytes => Uploads.Max(upload => upload.PeakBytes);

    /// <summary>The answers that came.</summary>
    public IEnumerable<int> Statuses => Uploads.Select(upload => upload.Status).Distinct();
}
