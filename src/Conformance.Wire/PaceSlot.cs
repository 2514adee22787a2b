namespace Conformance.Wire;

/// <summary>The place of one request among those that may begin in a second.</summary>
internal sealed class PaceSlot(Pace pace, TimeProvider time)
{
    // No request that is written takes longer to arrive, and an answer may take minutes.
    private static readonly TimeSpan LongestTravel = TimeSpan.FromSeconds(1);

    private int _arrived;

    /// <summary>The head was written, so that the request arrives soon even if its answer takes long.</summary>
    public async Task Written()
    {
        await Task.Delay(LongestTravel, time);
        Arrived();
    }

    /// <summary>The request was answered, or nothing of it is on its way any more.</summary>
    public void Arrived()
    {
        if (Interlocked.Exchange(ref _arrived, 1) == 0)
        {
            _ = pace.Arrived();
        }
    }
}
