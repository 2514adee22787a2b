namespace Conformance.Reporting.Secrets;

/// <summary>
/// Finds runs of patterns in a text. A run of n characters holds n - 3 sequences of four, so it is enough to look at every
/// (n - 3)th place; only where the four characters there stand in a pattern is anything compared.
/// </summary>
internal sealed class SecretIndex
{
    private const int Gram = 4;

    private readonly Dictionary<ulong, List<(SecretPattern Pattern, int At)>> _grams = [];
    private readonly bool[] _possible = new bool[1 << 16];
    private readonly int _stride;

    public SecretIndex(IReadOnlyCollection<SecretPattern> patterns)
    {
        foreach (var pattern in patterns)
        {
            for (var at = 0; at + Gram <= pattern.Text.Length; at++)
            {
                var key = Key(pattern.Text.AsSpan(at, Gram));
                _possible[Hash(key)] = true;
                if (!_grams.TryGetValue(key, out var places))
                {
                    _grams[key] = places = [];
                }

                places.Add((pattern, at));
            }
        }

        _stride = patterns.Count == 0 ? int.MaxValue : patterns.Min(pattern => pattern.Least) - Gram + 1;
    }

    /// <summary>Calls back for each run, with where it begins and how long it is; the same one several times, it may be.</summary>
    public void Find(ReadOnlySpan<char> text, Action<SecretPattern, int, int> found)
    {
        for (var at = 0; at <= text.Length - Gram; at += _stride)
        {
            var key = Key(
                SecretFolding.Of(text[at]), SecretFolding.Of(text[at + 1]), SecretFolding.Of(text[at + 2]), SecretFolding.Of(text[at + 3]));
            if (!_possible[Hash(key)] || !_grams.TryGetValue(key, out var places))
            {
                continue;
            }

            foreach (var (pattern, place) in places)
            {
                var before = 0;
                while (before < place && before < at && SecretFolding.Of(text[at - before - 1]) == pattern.Text[place - before - 1])
                {
                    before++;
                }

                var after = Gram;
                while (place + after < pattern.Text.Length && at + after < text.Length
                    && SecretFolding.Of(text[at + after]) == pattern.Text[place + after])
                {
                    after++;
                }

                if (before + after >= pattern.Least)
                {
                    found(pattern, at - before, before + after);
                }
            }
        }
    }

    private static ulong Key(ReadOnlySpan<char> gram) => Key(gram[0], gram[1], gram[2], gram[3]);

    private static ulong Key(char first, char second, char third, char fourth) =>
        first | ((ulong)second << 16) | ((ulong)third << 32) | ((ulong)fourth << 48);

    private static int Hash(ulong key) => (int)((key * 0x9E3779B97F4A7C15) >> 48);
}
