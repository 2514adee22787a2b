using Conformance.Reporting;
using Conformance.Reporting.Ci;
using Conformance.Reporting.Results;
using Conformance.Reporting.Secrets;
using Conformance.Reporting.Waivers;

namespace Conformance.Suite.Running;

/// <summary>What a run writes when it ends: the files, the console's summary, and the scan of both for secrets.</summary>
internal sealed class Reports
{
    private static readonly string[] Opened = ["index.html", "results.json"];

    private readonly Run _run;
    private readonly Lazy<Task<bool>> _written;

    public Reports(Run run)
    {
        _run = run;
        _written = new Lazy<Task<bool>>(WriteOnce);
    }

    /// <summary>The path of the page that a person opens first.</summary>
    public string Page => Path.GetFullPath(Path.Combine(_run.Settings.ReportDirectory, Opened[0]));

    /// <summary>The files that a person opens.</summary>
    public IEnumerable<FileInfo> Files => Opened
        .Select(name => new FileInfo(Path.Combine(_run.Settings.ReportDirectory, name))).Where(file => file.Exists);

    /// <summary>Writes everything, once.</summary>
    /// <returns>Whether the run is green: every case kept its promise, every output was written, and none holds a secret.</returns>
    public Task<bool> Write() => _written.Value;

    private async Task<bool> WriteOnce()
    {
        var result = _run.Result();
        var directory = Path.GetFullPath(_run.Settings.ReportDirectory);
        var faults = new List<string>();
        try
        {
            var options = new ReportOptions { Environment = Environment.GetEnvironmentVariable };
            faults.AddRange((await ReportSet.WriteAsync(result, directory, options)).Select(failure => $"{failure.Output} was not written: {failure.Reason}"));
            if (_run.Settings.WriteWaivers is { } path)
            {
                await WaiverFile.WriteAsync(result, path, TimeProvider.System);
            }

            faults.AddRange((await SecretScan.DirectoryAsync(directory, _run.SecretValues))
                .Select(finding => $"a secret of the run stands in {finding.File} ({finding.Form}): remove the file, and report this"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add($"ReportDirectory = '{directory}' cannot be written: {exception.Message}");
        }

        var verdict = RunVerdict.Of(result);
        foreach (var line in _run.IsReached ? ConsoleSummary.Lines(result, directory) : [])
        {
            Console.WriteLine(line);
        }

        if (GitHubAnnotations.Wanted(Environment.GetEnvironmentVariable))
        {
            foreach (var line in GitHubAnnotations.Of(result))
            {
                Console.WriteLine(line);
            }
        }

        foreach (var fault in faults)
        {
            await Console.Error.WriteLineAsync($"conformance: {fault}");
        }

        return verdict.IsGreen && faults.Count == 0;
    }
}
