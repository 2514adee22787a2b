using System.Buffers;
using System.Collections.Concurrent;
using System.Text;

namespace Conformance.Reporting.Secrets;

/// <summary>
/// Finds secrets in a text in every form that gives them away: as they are, with the case changed, percent-encoded, escaped
/// for JSON or HTML in any mixture, in base64 or base64url at any alignment, in hexadecimal digits, and hashed (MD5, SHA-1,
/// SHA-256, SHA-512). A run of 12 or more characters of a key's own part, which follows its public prefix
/// (<c>sk-ant-api03-</c>), is the key; a shorter secret counts as a whole, one of less than four characters not at all.
/// Redaction, the scan of outputs and the rule about echoed keys all look with this.
/// </summary>
public sealed class SecretFinder
{
    private const int MostLayers = 3;

    // Words of what a run writes that were found clean; far more than a run has, and a bound all the same.
    private const int MostWords = 200_000;

    // What no key and none of the forms of one holds.
    private static readonly SearchValues<char> BetweenWords = SearchValues.Create(" \t\r\n\"'`<>,");

    private readonly SecretPattern[] _patterns;
    private readonly SecretIndex _index;
    private readonly string[] _open;
    private readonly bool _areWords;
    private readonly int _least;
    private readonly ConcurrentDictionary<string, bool>.AlternateLookup<ReadOnlySpan<char>> _clean =
        new ConcurrentDictionary<string, bool>().GetAlternateLookup<ReadOnlySpan<char>>();
    private int _words;

    /// <summary>A finder of these secrets.</summary>
    /// <param name="secrets">The secrets; those of less than four characters are left out.</param>
    /// <param name="open">Values that are no secrets though a part of one may stand in them, such as a key that is nobody's.</param>
    public SecretFinder(IEnumerable<string> secrets, IEnumerable<string>? open = null)
    {
        _open = [.. (open ?? []).Where(value => value.Length > 0).Distinct()];
        _patterns =
        [
            .. secrets.Where(
                secret => !string.IsNullOrWhiteSpace(secret) && !_open.Contains(secret)).Distinct().SelectMany(SecretPatterns.Of)
        ];
        _index = new SecretIndex(_patterns);
        _areWords = _patterns.All(pattern => pattern.Text.AsSpan().IndexOfAny(BetweenWords) < 0);
        _least = _patterns.Select(pattern => pattern.Least).DefaultIfEmpty(int.MaxValue).Min();
    }

    /// <summary>
    /// As <see cref="Find(string)"/>, for much text in which the same words come again and again: each word is looked through
    /// once. Where a secret is no single word, the text is looked through as a whole.
    /// </summary>
    public IReadOnlyList<SecretMatch> FindInWords(string text)
    {
        if (!_areWords)
        {
            return Find(text);
        }

        List<SecretMatch> matches = [];
        for (var at = 0; at < text.Length;)
        {
            var length = text.AsSpan(at).IndexOfAny(BetweenWords);
            length = length < 0 ? text.Length - at : length;
            if (length >= _least && !_clean.ContainsKey(text.AsSpan(at, length)))
            {
                var found = Find(text.Substring(at, length));
                matches.AddRange(found.Select(match => match with { Start = match.Start + at }));
                if (found.Count == 0)
                {
                    Remember(text.AsSpan(at, length));
                }
            }

            at += length + 1;
        }

        return matches;
    }

    /// <summary>What of the secrets stands in a text, in the order of the places; empty where it is clean.</summary>
    public IReadOnlyList<SecretMatch> Find(string text)
    {
        if (_patterns.Length == 0 || text.Length < 4)
        {
            return [];
        }

        List<SecretMatch> matches = [];
        Search(new MappedText(text), "", text, matches, layer: 0);
        return matches.Count == 0
            ? []
            : [.. matches.Distinct().OrderBy(match => match.Start).ThenByDescending(match => match.Length)];
    }

    /// <summary>What of the secrets stands in bytes, ASCII or any encoding that extends it.</summary>
    public IReadOnlyList<SecretMatch> Find(ReadOnlySpan<byte> bytes) => Find(Encoding.Latin1.GetString(bytes));

    private void Search(MappedText text, string form, string source, List<SecretMatch> matches, int layer)
    {
        _index.Find(text.Text, (pattern, start, length) =>
        {
            var before = pattern.Prefix.Length;
            var withPrefix = before > 0 && start >= before
                && SecretFolding.Of(text.Text.Substring(start - before, before)) == pattern.Prefix;
            var (from, to) = text.Source(withPrefix ? start - before : start, withPrefix ? length + before : length);
            if (length == pattern.Text.Length || !IsOpen(source, from, to))
            {
                matches.Add(new SecretMatch(form.Length == 0 ? pattern.Name(length) : $"{pattern.Name(length)} {form}", from, to - from));
            }
        });
        if (layer == MostLayers)
        {
            return;
        }

        if (Escapes.Decode(text) is { } unescaped)
        {
            Search(unescaped.Text, unescaped.Form, source, matches, layer + 1);
        }

        foreach (var (decoded, how) in EncodedRuns.Decode(text))
        {
            // What was decoded at the wrong alignment is noise, in which nothing else is looked for.
            Search(decoded, how, source, matches, layer: IsText(decoded.Text) ? layer + 1 : MostLayers);
        }
    }

    private void Remember(ReadOnlySpan<char> word)
    {
        if (_words < MostWords && _clean.TryAdd(word, true))
        {
            Interlocked.Increment(ref _words);
        }
    }

    private static bool IsText(string decoded)
    {
        var seen = 0;
        foreach (var character in decoded)
        {
            seen += character is >= ' ' and <= '~' ? 1 : 0;
        }

        return seen * 10 >= decoded.Length * 9;
    }

    // A part of a secret that is also a part of an open value gives nothing away there.
    private bool IsOpen(string source, int from, int to)
    {
        foreach (var open in _open)
        {
            for (var at = source.IndexOf(open, Math.Max(0, to - open.Length), StringComparison.Ordinal);
                at >= 0 && at <= from;
                at = source.IndexOf(open, at + 1, StringComparison.Ordinal))
            {
                if (to <= at + open.Length)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
