using System.Globalization;
using System.Text.RegularExpressions;

namespace Conformance.Contract;

/// <summary>
/// A request size limit in bytes. Nobody knows whether the documented "32 MB" is 32,000,000 or 33,554,432 bytes, so a
/// limit is a band: up to <paramref name="Accepted"/> a body must pass, above <paramref name="Refused"/> it must be
/// refused, and between them nothing is judged. An exact limit has an empty band.
/// </summary>
/// <param name="Accepted">The largest body that must be accepted, in bytes (the decimal reading).</param>
/// <param name="Refused">The largest body that may be accepted, in bytes (the binary reading).</param>
public sealed partial record SizeLimit(long Accepted, long Refused)
{
    /// <summary>"Standard endpoints (Messages, Token Counting): 32 MB".</summary>
    public static readonly SizeLimit Standard = Megabytes(32);

    /// <summary>"Batch API: 256 MB".</summary>
    public static readonly SizeLimit Batch = Megabytes(256);

    /// <summary>"Files API: 500 MB".</summary>
    public static readonly SizeLimit Files = Megabytes(500);

    /// <summary>Whether decimal and binary reading are the same, so that one more byte must be refused.</summary>
    public bool IsExact => Accepted == Refused;

    /// <summary>The band of a number of "MB", open between 1000² and 1024².</summary>
    public static SizeLimit Megabytes(long megabytes) => new(megabytes * 1_000_000, megabytes * 1_048_576);

    /// <summary>A limit of exactly this many bytes.</summary>
    public static SizeLimit Exactly(long bytes) => new(bytes, bytes);

    /// <summary>Reads <c>32MB</c> (a band), <c>32MiB</c>, <c>31.5MiB</c> or a count of bytes (exact).</summary>
    /// <exception cref="FormatException">The text is none of these, or not positive.</exception>
    public static SizeLimit Parse(string text)
    {
        var match = Pattern().Match(text.Trim());
        if (!match.Success || !decimal.TryParse(match.Groups["number"].Value, CultureInfo.InvariantCulture, out var number))
        {
            throw new FormatException($"'{text}' is not a size; write 32MB, 32MiB or a number of bytes");
        }

        var (small, large) = match.Groups["unit"].Value.ToUpperInvariant() switch
        {
            "KB" => (1_000m, 1_024m),
            "MB" => (1_000_000m, 1_048_576m),
            "GB" => (1_000_000_000m, 1_073_741_824m),
            "KIB" => (1_024m, 1_024m),
            "MIB" => (1_048_576m, 1_048_576m),
            "GIB" => (1_073_741_824m, 1_073_741_824m),
            _ => (1m, 1m),
        };
        if (number < 1 || number * large > long.MaxValue || number * small != decimal.Truncate(number * small))
        {
            throw new FormatException($"'{text}' is not a whole, positive number of bytes");
        }

        return new SizeLimit((long)(number * small), (long)decimal.Truncate(number * large));
    }

    /// <inheritdoc />
    public override string ToString() => IsExact
        ? string.Create(CultureInfo.InvariantCulture, $"{Accepted:N0} bytes")
        : string.Create(CultureInfo.InvariantCulture, $"{Accepted:N0} to {Refused:N0} bytes");

    [GeneratedRegex(
        @"^(?<number>[0-9]{1,12}(\.[0-9]{1,6})?)\s*(?<unit>[KMG]i?B|B|)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
