using System.Globalization;
using System.Text.Json;

namespace Conformance.Reporting.Results;

/// <summary>One part of a run that is split into several.</summary>
/// <param name="Number">Which part, from 1.</param>
/// <param name="Count">Into how many the run is split.</param>
public sealed record Shard(int Number, int Count)
{
    /// <summary>The name of the setting that says it.</summary>
    public const string Setting = "Shard";

    private const int Most = 64;

    /// <summary>Reads <c>2/4</c>.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static Shard Parse(string text) =>
        text.Split('/') is [var number, var of]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var part)
        && int.TryParse(of, NumberStyles.None, CultureInfo.InvariantCulture, out var parts)
        && part >= 1 && part <= parts && parts <= Most
            ? new Shard(part, parts)
            : throw new FormatException($"it must be a part and the number of parts, such as 2/4, of at most {Most}");

    /// <summary>The part that a run judged; null where it judged the whole.</summary>
    /// <exception cref="FormatException">The run says something that is no part.</exception>
    public static Shard? Of(RunResult run) =>
        run.Settings.GetValueOrDefault(Setting) is { } value && value.GetValueKind() == JsonValueKind.String
        && value.GetValue<string>() is { Length: > 0 } text
            ? Parse(text)
            : null;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");
}
