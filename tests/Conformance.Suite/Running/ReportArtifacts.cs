using System.Runtime.InteropServices;
using Microsoft.Testing.Platform.Extensions.Messages;
using Microsoft.Testing.Platform.Extensions.TestHost;
using Microsoft.Testing.Platform.Messages;
using Microsoft.Testing.Platform.Services;

namespace Conformance.Suite.Running;

/// <summary>
/// Tells the test runner which files the run wrote, so that its console names them, green or red; and sees to it that an
/// interrupted run writes them too.
/// </summary>
internal sealed class ReportArtifacts(IMessageBus bus, Run run, Reports reports) : ITestSessionLifetimeHandler, IDataProducer
{
    private const int Interrupted = 130;

    private PosixSignalRegistration[] _signals = [];

    public string Uid => "conformance.reports";

    public string Version => "1.0.0";

    public string DisplayName => "Conformance reports";

    public string Description => "Names the reports of the run";

    public Type[] DataTypesProduced => [typeof(SessionFileArtifact)];

    public Task<bool> IsEnabledAsync() => Task.FromResult(true);

    public Task OnTestSessionStartingAsync(ITestSessionContext testSessionContext)
    {
        // Registered after the runner's own, and so called before it: the runner's way to stop loses the results.
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt)];
        return Task.CompletedTask;
    }

    public async Task OnTestSessionFinishingAsync(ITestSessionContext testSessionContext)
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        await reports.Write();
        foreach (var file in reports.Files)
        {
            await bus.PublishAsync(this, new SessionFileArtifact(testSessionContext.SessionUid, file, file.Name, "Written by the run"));
        }
    }

    private void Interrupt(PosixSignalContext signal)
    {
        signal.Cancel = true;
        run.Interrupt();
        reports.Write().GetAwaiter().GetResult();
        Environment.Exit(Interrupted);
    }
}
