using System.Diagnostics;

namespace Conformance.SelfTests.Support;

/// <summary>
/// The suite as <c>dotnet test --settings</c> starts it: what was built, a settings file, and a directory that is nobody else's.
/// </summary>
internal static class DotnetTest
{
    /// <summary>Runs it to its end with the keys of the reference server.</summary>
    public static Task<SuiteProcess> Run(params (string Name, string Value)[] settings) => Run([], settings);

    /// <summary>Runs it to its end with the keys of the reference server and with further arguments.</summary>
    public static Task<SuiteProcess> Run(IReadOnlyList<string> further, params (string Name, string Value)[] settings)
    {
        var directory = TestDirectory.Create();
        return SuiteProcess.Run(new ProcessStartInfo("dotnet", Arguments(directory, further, settings)), Environment, directory);
    }

    /// <summary>The environment: both keys, and nothing that outlives the command.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>(ExternalRun.Keys)
    {
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["NO_COLOR"] = "1",
    };

    /// <summary>The arguments of <c>dotnet</c> for a run whose files are all in a directory.</summary>
    public static IReadOnlyList<string> Arguments(
        string directory, IReadOnlyList<string> further, params (string Name, string Value)[] settings)
    {
        // The runner is chosen by the global.json above the directory in which the command is given.
        File.Copy(Path.Combine(Root.FullName, "global.json"), Path.Combine(directory, "global.json"));
        var file = SettingsFile.With(
            [.. settings.Append(("ReportDirectory", Path.Combine(directory, "reports"))).DistinctBy(setting => setting.Item1)]);
        return
        [
            "test", "--project", Path.Combine(Root.FullName, "tests", "Conformance.Suite"), "--no-build", "-c", Configuration, "--settings",
            file, .. further,
        ];
    }

    private static DirectoryInfo Root
    {
        get
        {
            for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            {
                if (File.Exists(Path.Combine(directory.FullName, "Conformance.sln")))
                {
                    return directory;
                }
            }

            throw new DirectoryNotFoundException("the tests do not run inside their repository");
        }
    }

    private static string Configuration =>
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? "Release"
            : "Debug";
}
