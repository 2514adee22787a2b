using System.CommandLine;

namespace Conformance.Cli;

/// <summary>The option that says where a command writes.</summary>
internal static class OutputDirectory
{
    public static Option<string> Option(string description) => new("--output", "-o")
    {
        Description = description,
        HelpName = "directory",
        DefaultValueFactory = _ => "reports",
    };

    /// <summary>Finds out, before anything is measured, whether a directory can be written; it is not made yet.</summary>
    /// <exception cref="FormatException">It cannot.</exception>
    public static void MustBeWritable(string directory)
    {
        try
        {
            var there = new DirectoryInfo(Path.GetFullPath(directory));
            while (!there.Exists && !File.Exists(there.FullName) && there.Parent is { } parent)
            {
                there = parent;
            }

            var probe = Path.Combine(there.FullName, $".{Guid.NewGuid():n}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new FormatException($"--output = '{directory}' cannot be written: {exception.Message}");
        }
    }
}
