namespace Conformance.Reporting.Costs;

/// <summary>Where a time stands in the picture: on a logarithmic scale from 10 µs to 10 s.</summary>
internal static class CostScale
{
    /// <summary>Width of the picture.</summary>
    public const int Width = 1000;

    /// <summary>Where the first lane begins, below the labels of the scale.</summary>
    public const int Top = 26;

    /// <summary>Height of a lane.</summary>
    public const int LaneHeight = 26;

    /// <summary>Height of what separates one measure from the next: its title.</summary>
    public const int TitleHeight = 30;

    /// <summary>Where the scale begins.</summary>
    public const double Left = 250;

    private const double Right = 980;
    private const double Shortest = 0.01;
    private const double Longest = 10_000;

    /// <summary>The marks of the scale.</summary>
    public static readonly IReadOnlyList<(double Milliseconds, string Label)> Ticks =
        [(0.01, "10 µs"), (0.1, "100 µs"), (1, "1 ms"), (10, "10 ms"), (100, "100 ms"), (1_000, "1 s"), (10_000, "10 s")];

    /// <summary>Where a time stands.</summary>
    public static double X(double milliseconds) =>
        Left + (Right - Left) * Math.Log(Math.Clamp(milliseconds, Shortest, Longest) / Shortest) / Math.Log(Longest / Shortest);
}
