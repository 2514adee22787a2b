namespace Conformance.Reference;

/// <summary>Holds a script at one place until a test says that it may go on: when the client has read what came before.</summary>
public sealed class Gate
{
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a script has sent everything before the gate and waits at it.</summary>
    public Task Reached => reached.Task;

    /// <summary>Lets every script pass, now and later.</summary>
    public void Open() => opened.TrySetResult();

    internal Task PassAsync(CancellationToken cancellationToken)
    {
        reached.TrySetResult();
        return opened.Task.WaitAsync(cancellationToken);
    }
}
