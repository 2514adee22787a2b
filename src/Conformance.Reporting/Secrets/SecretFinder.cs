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

    // Of a file that is looked through, so many bytes at a time.
    private const int PieceLength = 64 * 1024;

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
        FindInWords(text, 0, matches);
        return matches;
    }

    /// <summary>As <see cref="FindInWords(string)"/>, for bytes of which only a piece is held at a time.</summary>
    public IReadOnlyList<SecretMatch> FindInWords(Stream bytes)
    {
        if (!_areWords)
        {
            using var all = new StreamReader(bytes, Encoding.Latin1, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
            return Find(all.ReadToEnd());
        }

        List<SecretMatch> matches = [];
        var piece = ArrayPool<byte>.Shared.Rent(PieceLength);
        var text = ArrayPool<char>.Shared.Rent(PieceLength);
        var (held, before) = (0, 0);
        for (var read = -1; read != 0;)
        {
            read = bytes.Read(piece, 0, Math.Min(piece.Length, text.Length - held));
            held += Encoding.Latin1.GetChars(piece, 0, read, text, held);

            // What follows the last separator may be the beginning of a word.
            var whole = read == 0 ? held : text.AsSpan(0, held).LastIndexOfAny(BetweenWords) + 1;
            FindInWords(text.AsSpan(0, whole), before, matches);
            text.AsSpan(whole, held - whole).CopyTo(text);
            (held, before) = (held - whole, before + whole);
            if (held == text.Length)
            {
                Array.Resize(ref text, 2 * text.Length);
            }
        }

        ArrayPool<byte>.Shared.Return(piece);
        ArrayPool<char>.Shared.Return(text);
        return matches;
    }

    private void FindInWords(ReadOnlySpan<char> text, int before, List<SecretMatch> matches)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = text[at..].IndexOfAny(BetweenWords);
            var word = length < 0 ? text[at..] : text.Slice(at, length);
            if (word.Length >= _least && !_clean.ContainsKey(word))
            {
                var found = Find(word.ToString());
                foreach (var match in found)
                {
                    matches.Add(match with { Start = match.Start + before + at });
                }

                if (found.Count == 0)
                {
                    Remember(word);
                }
            }

            at += word.Length + 1;
        }
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
