using Conformance.Reference;
using Conformance.Reporting;
using Conformance.Reporting.Ci;
using Conformance.Reporting.Knowledge;
using Conformance.Reporting.Results;
using Conformance.Reporting.Secrets;
using Conformance.Reporting.Text;
using Conformance.Reporting.Waivers;

namespace Conformance.Suite.Running;

/// <summary>What a run writes when it ends: the files, the console's summary, and the scan of both for secrets.</summary>
internal sealed class Reports : IDisposable
{
    private static readonly string[] Opened = ["index.html", "results.json"];

    private readonly Run _run;
    private readonly Lazy<Task<int>> _written;
    private readonly CancellationTokenSource _hurry = new();

    public Reports(Run run)
    {
        _run = run;
        _written = new Lazy<Task<int>>(WriteOnce);
    }

    /// <summary>The path of the page that a person opens first.</summary>
    public string Page => Path.Combine(Directory, Opened[0]);

    /// <summary>The files that a person opens.</summary>
    public IEnumerable<FileInfo> Files => Opened.Select(name => new FileInfo(Path.Combine(Directory, name))).Where(file => file.Exists);

    private string Directory => Path.GetFullPath(_run.Settings.ReportDirectory);

    /// <summary>Writes everything, once.</summary>
    /// <returns>The exit code of the run.</returns>
    public Task<int> Write() => _written.Value;

    /// <summary>After this time only the results and the page are written to their end.</summary>
    public void Hurry(TimeSpan patience) => _hurry.CancelAfter(patience);

    /// <summary>Says a line where somebody can still read it.</summary>
    public static void Say(TextWriter console, string line)
    {
        try
        {
            console.WriteLine(line);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A terminal that was closed, or the file that stands for it is full: the exit code still says it.
        }
    }

    /// <inheritdoc />
    public void Dispose() => _hurry.Dispose();

    private async Task<int> WriteOnce()
    {
        var result = _run.Result();
        var faults = await WriteFiles(result);
        foreach (var line in _run.IsReached ? ConsoleSummary.Lines(result, Directory) : [])
        {
            Say(Console.Out, line);
        }

        if (GitHubAnnotations.Wanted(Environment.GetEnvironmentVariable))
        {
            foreach (var line in GitHubAnnotations.Of(result))
            {
                Say(Console.Out, line);
            }
        }

        foreach (var fault in faults)
        {
            Say(Console.Error, $"conformance: {fault}");
        }

        var code = RunVerdict.Of(result).ExitCode;
        return code == 0 && faults.Count > 0 ? RunVerdict.OfTheSuite : code;
    }

    // The verdicts are on the console and in the exit code whatever the disk does.
    private async Task<List<string>> WriteFiles(RunResult result)
    {
        var faults = new List<string>();
        try
        {
            var options = new ReportOptions
            {
                Environment = Environment.GetEnvironmentVariable,
                KnownDeviations =
                [
                    .. Deviations.All.Select(known => new KnownDeviation(known.Name, known.Breaks, known.SeenIn, known.Rules))
                ],
            };
            var written = await ReportSet.WriteAsync(result, Directory, options, _hurry.Token);
            faults.AddRange(written.Failures.Select(failure => $"{failure.Output} was not written: {failure.Reason}"));
            if (_run.Settings.WriteWaivers is { } path)
            {
                await WaiverFile.WriteAsync(result, path, TimeProvider.System);
            }

            if (
                await SecretScan.FilesAsync(
                    Directory, written.Files, new SecretFinder(_run.SecretValues, [Target.InvalidKey]), _hurry.Token) is { } line)
            {
                faults.Add(line);
            }
        }
        catch (OperationCanceledException)
        {
            faults.Add("what was written was not looked through for secrets: the run was interrupted");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add($"ReportDirectory = '{Directory}' cannot be written: {exception.Message}");
        }

        return faults;
    }
}
