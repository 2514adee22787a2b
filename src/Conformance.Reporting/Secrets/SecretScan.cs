using System.Globalization;
using System.Text;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Secrets;

/// <summary>Looks through what a run wrote for the secrets it was given, in every form that <see cref="SecretFinder"/> knows.</summary>
public static class SecretScan
{
    /// <summary>Scans files, their names included.</summary>
    /// <param name="directory">The directory that the files were written to; they are named relative to it.</param>
    /// <param name="files">The files, and only they: what others put beside them is none of the run's business.</param>
    /// <param name="finder">Finds the secrets.</param>
    /// <param name="cancellation">Ends the scan.</param>
    /// <returns>
    /// One line that says in how many files something stands, in which forms, and where it is first; null where all are clean.
    /// </returns>
    /// <exception cref="IOException">A file cannot be read, so that nobody knows.</exception>
    public static async Task<string?> FilesAsync(
        string directory, IEnumerable<string> files, SecretFinder finder, CancellationToken cancellation = default)
    {
        List<string> forms = [];
        var count = 0;
        string? first = null;
        foreach (var path in files.Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(directory, path);
            var inName = finder.Find(name);
            IReadOnlyList<SecretMatch> found =
            [
                .. inName, .. finder.FindInWords(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path, cancellation)))
            ];
            if (found.Count == 0)
            {
                continue;
            }

            count++;
            forms.AddRange(found.Select(match => match.Form));
            // A name that gives the secret away is not repeated.
            first ??= inName.Count > 0
                ? "the name of a file"
                : string.Create(CultureInfo.InvariantCulture, $"{VisibleText.Line(name)} at byte {found[0].Start:N0}");
        }

        return first is null ? null : Line(first, count, forms);
    }

    /// <summary>Scans a text, such as what a run wrote to the console.</summary>
    /// <param name="name">What the line calls it.</param>
    /// <param name="text">The text.</param>
    /// <param name="finder">Finds the secrets.</param>
    /// <returns>One line, as for files; null where it is clean.</returns>
    public static string? Text(string name, string text, SecretFinder finder)
    {
        var found = finder.Find(text);
        return found.Count == 0 ? null : Line(name, 1, [.. found.Select(match => match.Form)]);
    }

    private static string Line(string first, int count, List<string> forms)
    {
        var shown = forms.CountBy(form => form).OrderByDescending(form => form.Value).Select(form => form.Key).Take(3);
        var more = count > 1 ? string.Create(CultureInfo.InvariantCulture, $" and {count - 1:N0} more files") : "";
        return $"a secret of the run stands in {first}{more} ({string.Join(", ", shown)}): remove what was written, and report this";
    }
}
