using System.Globalization;
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
        string[] paths = [.. files.Order(StringComparer.Ordinal)];
        var inNames = new IReadOnlyList<SecretMatch>[paths.Length];
        var inside = new IReadOnlyList<SecretMatch>[paths.Length];
        await Parallel.ForAsync(0, paths.Length, cancellation, (index, _) =>
        {
            using var file = new FileStream(paths[index], FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            inNames[index] = finder.Find(Path.GetRelativePath(directory, paths[index]));
            inside[index] = finder.FindInWords(file);
            return ValueTask.CompletedTask;
        });

        int[] unclean = [.. Enumerable.Range(0, paths.Length).Where(index => inNames[index].Count + inside[index].Count > 0)];
        if (unclean is not [var first, ..])
        {
            return null;
        }

        // A name that gives the secret away is not repeated.
        var place = inNames[first].Count > 0
            ? "the name of a file"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{VisibleText.Line(Path.GetRelativePath(directory, paths[first]))} at byte {inside[first][0].Start:N0}");
        return Line(
            place, unclean.Length, [.. unclean.SelectMany(index => inNames[index].Concat(inside[index])).Select(match => match.Form)]);
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
