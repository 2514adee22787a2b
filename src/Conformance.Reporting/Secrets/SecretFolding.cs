namespace Conformance.Reporting.Secrets;

/// <summary>Makes equal what differs between two spellings of a secret: the case, and the two alphabets of base64.</summary>
internal static class SecretFolding
{
    private static readonly char[] Table = Make();

    /// <summary>A character as it is compared.</summary>
    public static char Of(char character) => character < Table.Length ? Table[character] : character;

    /// <summary>A text as it is compared.</summary>
    public static string Of(string text) => string.Create(text.Length, text, (folded, from) =>
    {
        for (var at = 0; at < folded.Length; at++)
        {
            folded[at] = Of(from[at]);
        }
    });

    private static char[] Make()
    {
        var table = new char[128];
        for (var code = 0; code < table.Length; code++)
        {
            table[code] = char.ToLowerInvariant((char)code);
        }

        (table['-'], table['_']) = ('+', '/');
        return table;
    }
}
