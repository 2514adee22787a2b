using Conformance.Reference;

namespace Conformance.Gateway.Passing;

/// <summary>What is done to lists of header lines.</summary>
internal static class HeaderLines
{
    /// <summary>The value of the first line with this name; null where there is none.</summary>
    public static string? First(this IEnumerable<HeaderLine> lines, string name) => lines.FirstOrDefault(line => line.Is(name)).Value;

    /// <summary>Whether there is a line with this name.</summary>
    public static bool Has(this IEnumerable<HeaderLine> lines, string name) => lines.Any(line => line.Is(name));

    /// <summary>Removes every line with this name.</summary>
    public static void Drop(this List<HeaderLine> lines, string name) => lines.RemoveAll(line => line.Is(name));

    /// <summary>Puts one line in place of those with this name: where the first of them was, or at the end.</summary>
    public static void Put(this List<HeaderLine> lines, string name, string value)
    {
        var at = lines.FindIndex(line => line.Is(name));
        if (at < 0)
        {
            lines.Add(new HeaderLine(name, value));
            return;
        }

        var put = lines[at] with { Value = value };
        lines.Drop(name);
        lines.Insert(at, put);
    }

    /// <summary>Changes the values of the lines with this name.</summary>
    public static void Change(this List<HeaderLine> lines, string name, Func<string, string> change)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Is(name))
            {
                lines[i] = lines[i] with { Value = change(lines[i].Value) };
            }
        }
    }
}
