namespace Conformance.Clients;

/// <summary>How a client ended.</summary>
/// <param name="Kind">By itself or not.</param>
/// <param name="ExitCode">Its exit code; null where it did not end by itself.</param>
/// <param name="Output">
/// What it wrote to both of its streams, the middle left out where it is long; empty where nobody saw it.
/// </param>
public sealed record ClientEnding(ClientEndingKind Kind, int? ExitCode, string Output)
{
    private const int MostWords = 200;

    /// <summary>Of a client that was started elsewhere.</summary>
    public static readonly ClientEnding Elsewhere = new(ClientEndingKind.Elsewhere, null, "");

    /// <summary>Its last line, as the end of a sentence; empty where it wrote none.</summary>
    public string LastWords => Output.TrimEnd().Split('\n')[^1].Trim() is { Length: > 0 } last
        ? $"; its last words: {(last.Length > MostWords ? last[..MostWords] + "…" : last)}" : "";

    /// <summary>In a few words: <c>exit code 1</c>.</summary>
    public string Words => Kind switch
    {
        ClientEndingKind.Ended => FormattableString.Invariant($"exit code {ExitCode}"),
        ClientEndingKind.TimedOut => "still running when its time was over",
        ClientEndingKind.Stopped => "stopped by the check",
        _ => "started elsewhere",
    };
}
