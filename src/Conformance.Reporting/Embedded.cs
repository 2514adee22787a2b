namespace Conformance.Reporting;

/// <summary>The files that are part of this assembly: styles, scripts and schemas.</summary>
internal static class Embedded
{
    /// <summary>The text of the embedded file with this name, line feeds only.</summary>
    public static string Text(string name)
    {
        using var stream = typeof(Embedded).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the assembly lacks its file {name}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
