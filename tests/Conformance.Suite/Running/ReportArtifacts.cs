using Microsoft.Testing.Platform.Extensions.Messages;
using Microsoft.Testing.Platform.Extensions.OutputDevice;
using Microsoft.Testing.Platform.Extensions.TestHost;
using Microsoft.Testing.Platform.OutputDevice;
using Microsoft.Testing.Platform.Services;

namespace Conformance.Suite.Running;

/// <summary>
/// Tells the test runner how far a long run is, and which files it wrote, so that the runner's console names them, green or red.
/// </summary>
internal sealed class ReportArtifacts(
    IServiceProvider services, Run run, Reports reports, Interruption interruption, bool isUnderDotnetTest)
    : ITestSessionLifetimeHandler, IDataProducer, IOutputDeviceDataProducer, IDisposable
{
    private Progress? _progress;
    private TerminalTitle? _title;

    public string Uid => "conformance.reports";

    public string Version => "1.0.0";

    public string DisplayName => "Conformance reports";

    public string Description => "Names the reports of the run";

    public Type[] DataTypesProduced => [typeof(SessionFileArtifact)];

    public Task<bool> IsEnabledAsync() => Task.FromResult(true);

    public Task OnTestSessionStartingAsync(ITestSessionContext testSessionContext)
    {
        // The runner has registered for the signals by now, and its way to stop loses the results.
        interruption.Listen();
        if (Progress.IsWanted && isUnderDotnetTest)
        {
            _title = new TerminalTitle();
            _progress = new Progress(run, _title.Show, Progress.InPlace, TimeProvider.System);
        }
        else if (Progress.IsWanted)
        {
            var console = services.GetOutputDevice();
            var pause = Console.IsOutputRedirected ? Progress.InLogs : Progress.WhereSomebodyWatches;
            _progress = new Progress(run, line => Say(console, line), pause, TimeProvider.System);
        }

        return Task.CompletedTask;
    }

    public async Task OnTestSessionFinishingAsync(ITestSessionContext testSessionContext)
    {
        Dispose();
        await run.CleanUp(CancellationToken.None);
        await reports.Write();
        foreach (var file in reports.Files)
        {
            await services.GetMessageBus().PublishAsync(
                this, new SessionFileArtifact(testSessionContext.SessionUid, file, file.Name, "Written by the run"));
        }
    }

    public void Dispose()
    {
        _progress?.Dispose();
        _title?.Dispose();
        _title = null;
    }

    // On a thread of the pool, where an exception would end the process.
    private async void Say(IOutputDevice console, string line)
    {
        try
        {
            await console.DisplayAsync(this, new TextOutputDeviceData(line), CancellationToken.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nobody watches any more.
        }
    }
}
