using NUnit.Framework;

namespace Conformance.SelfTests.Support;

/// <summary>The tool as a package, packed once from what was built.</summary>
internal static class PackedTool
{
    private static readonly Lazy<Task<string>> Packed = new(Pack);

    /// <summary>The folder that holds the package and no other.</summary>
    public static Task<string> Folder => Packed.Value;

    /// <summary>
    /// An empty folder whose user has no package source, and the environment of that user: nothing that is cached on this machine is
    /// seen, and nothing is fetched.
    /// </summary>
    public static async Task<(string Folder, Dictionary<string, string> Environment)> EmptyFolder()
    {
        var home = TestDirectory.Create();
        await File.WriteAllTextAsync(
            Path.Combine(home, "NuGet.config"), "<configuration><packageSources><clear /></packageSources></configuration>");
        return (Directory.CreateDirectory(Path.Combine(home, "empty")).FullName, new Dictionary<string, string>
        {
            ["DOTNET_CLI_HOME"] = Path.Combine(home, "dotnet"),
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["NUGET_PACKAGES"] = Path.Combine(home, "packages"),
        });
    }

    private static async Task<string> Pack()
    {
        var folder = TestDirectory.Create();
        var packed = await ProgramRun.Of(
            folder,
            new Dictionary<string, string>(),
            "dotnet",
            ["pack", Repository.Tool, "--no-build", "--configuration", Repository.Configuration, "--output", folder]);
        return packed.ExitCode == 0 ? folder : throw new AssertionException(packed.Said);
    }
}
