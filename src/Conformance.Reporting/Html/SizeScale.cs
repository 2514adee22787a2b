using Conformance.Contract;

namespace Conformance.Reporting.Html;

/// <summary>
/// Where a size stands in the picture: on a logarithmic scale from 1 byte to 512 MB, and beside it on a linear one of
/// 15 % around the limit, because on the first the whole band between 32 MB and 32 MiB is thinner than a line.
/// </summary>
internal static class SizeScale
{
    /// <summary>Width of the picture.</summary>
    public const int Width = 1000;

    /// <summary>Where the first lane begins.</summary>
    public const int Top = 18;

    /// <summary>Height of a lane.</summary>
    public const int LaneHeight = 92;

    /// <summary>Where the logarithmic scale begins.</summary>
    public const double Left = 96;

    /// <summary>Where it ends.</summary>
    public const double Right = 660;

    /// <summary>Where the scale around the limit begins.</summary>
    public const double ZoomLeft = 720;

    /// <summary>Where it ends.</summary>
    public const double ZoomRight = 980;

    private const double Largest = 512.0 * 1024 * 1024;

    private const double Around = 0.075;

    /// <summary>The marks of the logarithmic scale.</summary>
    public static readonly IReadOnlyList<(long Bytes, string Label)> Ticks =
        [(1, "1 B"), (1_000, "1 kB"), (1_000_000, "1 MB"), (32_000_000, "32 MB"), (512_000_000, "512 MB")];

    /// <summary>Where a size stands on the logarithmic scale.</summary>
    public static double X(long bytes) => Left + (Right - Left) * Math.Log(Math.Clamp(bytes, 1, Largest)) / Math.Log(Largest);

    /// <summary>Where a size stands around a limit; null where it is not near.</summary>
    public static double? Zoomed(long bytes, SizeLimit limit)
    {
        var (first, last) = (limit.Accepted * (1 - Around), limit.Refused * (1 + Around));
        return bytes < first || bytes > last ? null : ZoomLeft + (ZoomRight - ZoomLeft) * (bytes - first) / (last - first);
    }
}
