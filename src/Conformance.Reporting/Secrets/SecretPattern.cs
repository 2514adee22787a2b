namespace Conformance.Reporting.Secrets;

/// <summary>A text that gives a secret away where enough of it stands in a row.</summary>
/// <param name="Text">The text, folded as <see cref="SecretFolding"/> does.</param>
/// <param name="Least">How many characters in a row are the secret.</param>
/// <param name="Characters">How many characters of the secret one character of the text stands for, such as 3/4 in base64.</param>
/// <param name="What">What the whole text is, in words.</param>
/// <param name="Prefix">What public text stands before it in the secret, folded; empty for none.</param>
internal sealed record SecretPattern(string Text, int Least, double Characters, string What, string Prefix)
{
    /// <summary>What so many characters of the text are, in words.</summary>
    public string Name(int length) => Text.Length - length <= 1 || Characters == 0
        ? What
        : FormattableString.Invariant($"{Math.Max(1, (int)(length * Characters))} characters of {What}");
}
