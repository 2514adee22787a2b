using System.Text;

namespace Conformance.Reporting.Secrets;

/// <summary>
/// Looks through everything a run wrote for the secrets it was given: plain, in base64 at any alignment, percent-encoded,
/// escaped for JSON or HTML, as hexadecimal digits, and hashed. Files are streamed.
/// </summary>
public static class SecretScan
{
    private const int BlockBytes = 256 * 1024;

    /// <summary>Scans every file below a directory, their names included.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="secrets">The secrets; empty ones are left out.</param>
    /// <param name="cancellation">Ends the scan.</param>
    /// <returns>What was found: the first place per file and form, ordered by file. Empty means clean.</returns>
    /// <exception cref="IOException">A file cannot be read, so that nobody knows.</exception>
    public static async Task<IReadOnlyList<SecretFinding>> DirectoryAsync(
        string directory, IEnumerable<string> secrets, CancellationToken cancellation = default)
    {
        var needles = Needles(secrets);
        List<SecretFinding> findings = [];
        var carry = needles.Select(needle => needle.Bytes.Length).DefaultIfEmpty(1).Max() - 1;
        var buffer = new byte[carry + BlockBytes];
        foreach (var path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(directory, path);
            var inName = Find(Encoding.UTF8.GetBytes(name), needles).Select(found => found.Form).Distinct().ToList();
            // A name that gives the secret away is not repeated.
            var shown = inName.Count == 0 ? name : $"a file in {Path.GetFileName(Path.TrimEndingDirectorySeparator(directory))}";
            findings.AddRange(inName.Select(form => new SecretFinding(shown, form, -1)));
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, useAsync: true);
            findings.AddRange((await ScanAsync(file, needles, buffer, carry, cancellation)).Select(found => new SecretFinding(shown, found.Form, found.Offset)));
        }

        return findings;
    }

    /// <summary>Scans a text, such as what a run wrote to the console.</summary>
    /// <param name="name">What findings call it.</param>
    /// <param name="text">The text.</param>
    /// <param name="secrets">The secrets; empty ones are left out.</param>
    public static IReadOnlyList<SecretFinding> Text(string name, string text, IEnumerable<string> secrets) =>
        [.. Find(Encoding.UTF8.GetBytes(text), Needles(secrets)).DistinctBy(found => found.Form)
            .Select(found => new SecretFinding(name, found.Form, found.Offset))];

    private static IReadOnlyList<(SecretForm Form, byte[] Bytes)> Needles(IEnumerable<string> secrets) =>
        [.. secrets.Where(secret => !string.IsNullOrWhiteSpace(secret)).Distinct().SelectMany(SecretNeedles.Of)];

    private static async Task<IReadOnlyList<(SecretForm Form, long Offset)>> ScanAsync(
        Stream stream, IReadOnlyList<(SecretForm Form, byte[] Bytes)> needles, byte[] buffer, int carry, CancellationToken cancellation)
    {
        // The end of a block is carried into the next, so that nothing is missed where two meet.
        var (kept, offset) = (0, 0L);
        Dictionary<SecretForm, long> found = [];
        while (await stream.ReadAtLeastAsync(buffer.AsMemory(kept), buffer.Length - kept, throwOnEndOfStream: false, cancellation) is > 0 and var read)
        {
            var filled = kept + read;
            foreach (var (form, at) in Find(buffer.AsSpan(0, filled), needles))
            {
                found.TryAdd(form, offset + at);
            }

            kept = Math.Min(carry, filled);
            offset += filled - kept;
            buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
        }

        return [.. found.Select(entry => (entry.Key, entry.Value)).OrderBy(entry => entry.Value)];
    }

    private static List<(SecretForm Form, long Offset)> Find(ReadOnlySpan<byte> bytes, IReadOnlyList<(SecretForm Form, byte[] Bytes)> needles)
    {
        List<(SecretForm, long)> found = [];
        foreach (var (form, needle) in needles)
        {
            if (bytes.IndexOf(needle) is >= 0 and var at)
            {
                found.Add((form, at));
            }
        }

        return found;
    }
}
