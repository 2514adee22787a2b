using System.Diagnostics;
using System.Globalization;
using System.Text;
using Conformance.Reporting.Json;
using Conformance.Reporting.Results;

namespace Conformance.SelfTests.Support;

/// <summary>A run of the suite's executable that is under way, for tests that send it signals or take its console away.</summary>
internal sealed class StartedSuite : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private StartedSuite(ProcessStartInfo start, string directory)
    {
        Directory = directory;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        start.WorkingDirectory = directory;
        _process = Process.Start(CleanEnvironment.Of(start, ExternalRun.Keys))!;
        _process.StandardInput.Close();
        _process.OutputDataReceived += Read;
        _process.ErrorDataReceived += Read;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it runs, with the reports below.</summary>
    public string Directory { get; }

    /// <summary>The report directory.</summary>
    public string Reports => Path.Combine(Directory, "reports");

    /// <summary>Whether it has not ended yet.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>The exit code.</summary>
    public int ExitCode => _process.ExitCode;


    /// <summary>What it wrote to both streams so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>The results that it wrote.</summary>
    public RunResult Results => ResultsJson.Read(File.ReadAllText(Path.Combine(Reports, "results.json")));

    /// <summary>Starts a run.</summary>
    public static StartedSuite Start(params (string Name, string Value)[] settings)
    {
        var directory = TestDirectory.Create();

        // A shell makes what it starts in the background ignore SIGINT, and so does all that is started from there.
        return new StartedSuite(
            new ProcessStartInfo("env", ["--default-signal=INT", Executable, .. Arguments(directory, settings)]), directory);
    }

    /// <summary>Starts a run of the tool, <c>conformance run</c>.</summary>
    /// <param name="options">The options of <c>run</c>.</param>
    public static StartedSuite StartTool(IEnumerable<string> options)
    {
        var directory = TestDirectory.Create();
        var tool = Path.Combine(AppContext.BaseDirectory, "conformance");
        return new StartedSuite(new ProcessStartInfo("env", ["--default-signal=INT", tool, "run", .. options]), directory);
    }

    /// <summary>Starts a run from a shell, which may take its streams away.</summary>
    /// <param name="shell">A command; <c>$SUITE</c> stands for the suite with its settings.</param>
    /// <param name="settings">The settings.</param>
    public static StartedSuite StartFromShell(string shell, params (string Name, string Value)[] settings)
    {
        var directory = TestDirectory.Create();
        var command = string.Join(' ', Arguments(directory, settings).Prepend(Executable).Select(argument => $"'{argument}'"));
        return new StartedSuite(
            new ProcessStartInfo("bash", ["-c", shell.Replace("$SUITE", command, StringComparison.Ordinal)]), directory);
    }

    /// <summary>Sends it a signal, such as <c>INT</c>.</summary>
    public async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    /// <exception cref="TimeoutException">It did not end.</exception>
    public async Task End()
    {
        using var giveUp = new CancellationTokenSource(Longest);
        try
        {
            await _process.WaitForExitAsync(giveUp.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"the suite did not end within {Longest}: {Output}");
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static string Executable => Path.Combine(AppContext.BaseDirectory, "Conformance.Suite");

    private static List<string> Arguments(string directory, (string Name, string Value)[] settings) =>
    [
        .. settings.Append(("ReportDirectory", Path.Combine(directory, "reports")))
            .DistinctBy(setting => setting.Item1, StringComparer.Ordinal)
            .SelectMany(setting => new[] { "--test-parameter", $"{setting.Item1}={setting.Item2}" }),
    ];

    private void Read(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}
