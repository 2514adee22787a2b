using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using NUnit.Framework;

namespace Conformance.SelfTests.Examples;

/// <summary>Runs of the example family alone, and the runtimes that this machine has for it.</summary>
internal static class ExampleRuns
{
    /// <summary>A key that no server of the tests gives away.</summary>
    public const string Key = "sk-ant-api03-example-key-that-must-never-show";

    /// <summary>Where <c>test.sh</c> installs the npm packages; null where it did not.</summary>
    public static string? NodeModules { get; } = Find();

    /// <summary>Runs rules of the family against a target.</summary>
    /// <param name="url">The target.</param>
    /// <param name="rules">The setting Rules.</param>
    /// <param name="settings">Further settings.</param>
    /// <param name="environment">Variables beside the key and the npm packages.</param>
    public static Task<SuiteProcess> Run(
        Uri url, string rules, IEnumerable<(string Name, string Value)>? settings =
            null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var variables = new Dictionary<string, string> { ["CONFORMANCE_API_KEY"] = Key, ["NODE_PATH"] = NodeModules ?? "" };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            variables[name] = value;
        }

        (string Name, string Value)[] all = [("BaseUrl", url.AbsoluteUri), ("Rules", rules), .. settings ?? []];
        return SuiteProcess.Run([.. all.SelectMany(setting => new[] { "--test-parameter", $"{setting.Name}={setting.Value}" })], variables);
    }

    /// <summary>What came of each rule of the family that was claimed.</summary>
    public static IReadOnlyDictionary<string, CaseResult> Examples(this SuiteProcess run) =>
        run.Results.Cases.Where(
            one => one.Rule.StartsWith("example.", StringComparison.Ordinal)).ToDictionary(one => one.Rule["example.".Length..]);

    /// <summary>What an example observed, as text.</summary>
    public static string Seen(this CaseResult one, string name) => one.Observed[name]!.ToString();

    /// <summary>Ends a test on a machine where nobody installed the npm packages.</summary>
    public static void NeedsNode()
    {
        if (NodeModules is null)
        {
            Assert.Ignore("the npm packages of the examples are not installed: test.sh does");
        }
    }

    /// <summary>The names of the examples that passed.</summary>
    public static IEnumerable<string> Passed(this SuiteProcess run) =>
        run.Examples().Where(one => one.Value.Verdict == Verdict.Pass).Select(one => one.Key);

    private static string? Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var path = Path.Combine(directory.FullName, "tests", "Conformance.Suite", "Examples", "node_modules");
            if (Directory.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
