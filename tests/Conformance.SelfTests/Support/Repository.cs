using System.Runtime.CompilerServices;

namespace Conformance.SelfTests.Support;

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    /// <summary>The project of the tool.</summary>
    public static string Tool => Path.Combine(Folder, "src", "Conformance.Cli");

    /// <summary>How it was built: <c>Debug</c> or <c>Release</c>.</summary>
    public static string Configuration { get; } =
        Directory.GetParent(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!.Name;

    /// <summary>The path of a file in it.</summary>
    public static string File(params string[] path) => Path.Combine([Folder, .. path]);

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
