using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Reporting.Results;

namespace Conformance.Reporting.Waivers;

/// <summary>
/// A file of waivers: a JSON array, or an object with the member <c>waivers</c>, of objects with <c>rule</c> and
/// <c>operation</c> (patterns; the operation may be left out for all), <c>reason</c>, <c>owner</c> or <c>link</c>, and
/// <c>expires</c> (<c>yyyy-MM-dd</c>, the last day it holds). Comments are allowed.
/// </summary>
public static class WaiverFile
{
    private const int DaysAhead = 90;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">
    /// A waiver without a reason, with neither owner nor link, an unknown member, a bad date, or no JSON at all: one line
    /// that names the file and the line in it, and says what would be right.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static WaiverSet Read(string path) => Parse(File.ReadAllBytes(path), path);

    /// <summary>Reads the content of a file.</summary>
    /// <param name="json">The content, UTF-8, with or without a byte order mark.</param>
    /// <param name="file">What messages call the file.</param>
    /// <exception cref="FormatException">As for <see cref="Read"/>.</exception>
    public static WaiverSet Parse(ReadOnlySpan<byte> json, string file)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        return new WaiverSet(WaiverReader.Read(json.StartsWith(mark) ? json[mark.Length..] : json, file));
    }

    /// <summary>
    /// A waiver file for the present failures of a run, for somebody to fill in: reason and owner are empty, and the
    /// file is refused until they are not. Each waiver expires 90 days ahead.
    /// </summary>
    public static string For(RunResult run, TimeProvider time)
    {
        var expires = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(DaysAhead).ToString(
            "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var waivers = run.Cases.GroupBy(result => result.Rule)
            .OrderBy(rule => rule.Key, StringComparer.Ordinal)
            .SelectMany(rule => FailingOperations.Patterns([.. rule]).Select(operation => Entry(rule.Key, operation, expires)));
        return new JsonObject { ["waivers"] = new JsonArray([.. waivers]) }.ToJsonString(Indented) + "\n";
    }

    /// <summary>Writes <see cref="For"/> to a file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static Task WriteAsync(RunResult run, string path, TimeProvider time, CancellationToken cancellation = default) =>
        File.WriteAllTextAsync(path, For(run, time), cancellation);

    private static JsonObject Entry(string rule, string operation, string expires) => new()
    {
        ["rule"] = rule,
        ["operation"] = operation,
        ["reason"] = "",
        ["owner"] = "",
        ["expires"] = expires,
    };
}
