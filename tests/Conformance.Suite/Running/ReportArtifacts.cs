using Microsoft.Testing.Platform.Extensions.Messages;
using Microsoft.Testing.Platform.Extensions.TestHost;
using Microsoft.Testing.Platform.Messages;
using Microsoft.Testing.Platform.Services;

namespace Conformance.Suite.Running;

/// <summary>Tells the test runner which files the run wrote, so that its console names them, green or red.</summary>
internal sealed class ReportArtifacts(IMessageBus bus, Reports reports) : ITestSessionLifetimeHandler, IDataProducer
{
    public string Uid => "conformance.reports";

    public string Version => "1.0.0";

    public string DisplayName => "Conformance reports";

    public string Description => "Names the reports of the run";

    public Type[] DataTypesProduced => [typeof(SessionFileArtifact)];

    public Task<bool> IsEnabledAsync() => Task.FromResult(true);

    public Task OnTestSessionStartingAsync(ITestSessionContext testSessionContext) => Task.CompletedTask;

    public async Task OnTestSessionFinishingAsync(ITestSessionContext testSessionContext)
    {
        await reports.Write();
        foreach (var file in reports.Files)
        {
            await bus.PublishAsync(this, new SessionFileArtifact(testSessionContext.SessionUid, file, file.Name, "Written by the run"));
        }
    }
}
