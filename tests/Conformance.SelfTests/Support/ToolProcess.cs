using Conformance.Reporting.Json;
using Conformance.Reporting.Results;
using Conformance.Suite.Settings;

namespace Conformance.SelfTests.Support;

/// <summary><c>conformance run</c> as its user starts it, and what it left behind.</summary>
/// <param name="Program">The process.</param>
/// <param name="Directory">Where it ran.</param>
internal sealed record ToolProcess(ProgramRun Program, string Directory)
{
    /// <summary>The tool as it was built.</summary>
    public static string Executable => Path.Combine(AppContext.BaseDirectory, "conformance");

    /// <summary>The report directory.</summary>
    public string Reports => Path.Combine(Directory, "reports");

    /// <summary>The results that the run wrote.</summary>
    public RunResult Results => ResultsJson.Read(File.ReadAllText(Path.Combine(Reports, "results.json")));

    /// <summary>Settings as the options of the tool.</summary>
    public static IEnumerable<string> Options(IEnumerable<(string Name, string Value)> settings) => settings
        .SelectMany(given => new[] { Setting.All.Single(setting => setting.Name == given.Name).Option, given.Value });

    /// <summary>Runs the suite with settings as options, and both keys of the reference server in the environment.</summary>
    public static Task<ToolProcess> Run(params (string Name, string Value)[] settings) => Run(ExternalRun.Keys, [.. Options(settings)]);

    /// <summary>Runs the suite with a command line and an environment.</summary>
    public static async Task<ToolProcess> Run(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var directory = TestDirectory.Create();
        return new ToolProcess(await ProgramRun.Of(directory, environment, Executable, ["run", .. arguments]), directory);
    }
}
