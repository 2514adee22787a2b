using Microsoft.Testing.Platform.Extensions.Messages;
using Microsoft.Testing.Platform.Extensions.TestFramework;

namespace Conformance.Suite.Running;

/// <summary>Tells the test runner what it is to count as tests, where that is not each case that NUnit would build.</summary>
/// <param name="tests">Runs them, and hands over each of them.</param>
internal sealed class OwnTests(Func<Func<TestNode, Task>, Task> tests) : ITestFramework, IDataProducer
{
    public string Uid => "conformance.tests";

    public string Version => "1.0.0";

    public string DisplayName => "Conformance";

    public string Description => "Judges the cases of a run";

    public Type[] DataTypesProduced => [typeof(TestNodeUpdateMessage)];

    public Task<bool> IsEnabledAsync() => Task.FromResult(true);

    public Task<CreateTestSessionResult> CreateTestSessionAsync(CreateTestSessionContext context) =>
        Task.FromResult(new CreateTestSessionResult { IsSuccess = true });

    public async Task ExecuteRequestAsync(ExecuteRequestContext context)
    {
        try
        {
            await tests(node => context.MessageBus.PublishAsync(
                this, new TestNodeUpdateMessage(context.Request.Session.SessionUid, node)));
        }
        finally
        {
            context.Complete();
        }
    }

    public Task<CloseTestSessionResult> CloseTestSessionAsync(CloseTestSessionContext context) =>
        Task.FromResult(new CloseTestSessionResult { IsSuccess = true });
}
