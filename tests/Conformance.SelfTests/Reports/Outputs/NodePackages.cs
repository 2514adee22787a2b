using System.Diagnostics;
using System.Runtime.CompilerServices;
using Conformance.SelfTests.Support;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Outputs;

/// <summary>The programs that <c>npm ci</c> puts into <c>Reports/allure</c>, run with node.</summary>
internal static class NodePackages
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    /// <summary>Runs a script of that directory; ignores the test where its packages are not installed.</summary>
    /// <param name="script">Its path from that directory.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<(int ExitCode, string Output)> Run(string script, params string[] arguments)
    {
        var directory = Home();
        if (!Directory.Exists(Path.Combine(directory, "node_modules")))
        {
            Assert.Ignore("tests/Conformance.SelfTests/Reports/allure has no node_modules: run npm ci there");
        }

        var start = new ProcessStartInfo("node", [Path.Combine(directory, script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        var run = await ProgramRun.EndOf(process, Longest, $"node {script}");
        return (run.ExitCode, run.Said);
    }

    private static string Home([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "allure");
}
