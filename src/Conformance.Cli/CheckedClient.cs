using Conformance.Clients;
using Conformance.Reporting.Ci;
using Conformance.Reporting.Results;
using Conformance.Reporting.Secrets;
using Conformance.Reporting.Text;

namespace Conformance.Cli;

/// <summary>The end of a check of a client: its outputs, its console, and its exit code.</summary>
internal static class CheckedClient
{
    private static readonly string[] SecretVariables =
        ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CONFORMANCE_API_KEY", "CONFORMANCE_ADMIN_API_KEY", "CONFORMANCE_OAUTH_TOKEN"];

    /// <summary>The secrets of whoever checks: a client may find them elsewhere than in its environment.</summary>
    public static IReadOnlyList<string> Secrets =>
        [.. SecretVariables.Select(Environment.GetEnvironmentVariable).OfType<string>().Where(value => value.Length > 0)];

    /// <summary>Writes every output, and says what the check came to.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> WriteAsync(CheckedRun check, string directory)
    {
        var run = check.Result;

        // An interrupted check says what it has seen.
        var written = await WrittenReport.OutputsAsync(run, baseline: null, directory, CancellationToken.None);
        foreach (var line in ConsoleSummary.Lines(run, directory))
        {
            Console.WriteLine(line);
        }

        foreach (var line in GitHubAnnotations.Wanted(Environment.GetEnvironmentVariable) ? GitHubAnnotations.Of(run) : [])
        {
            Console.WriteLine(line);
        }

        var secret = await SecretScan.FilesAsync(directory, written.Files, new SecretFinder(check.Secrets));
        if (secret is not null)
        {
            CommandFailure.Report(secret);
        }

        var code = RunVerdict.Of(run).ExitCode;
        return code == 0 && (secret is not null || written.Failures.Count > 0) ? RunVerdict.OfTheSuite : code;
    }
}
