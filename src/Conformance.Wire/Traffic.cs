using System.Collections.Concurrent;
using System.Globalization;

namespace Conformance.Wire;

/// <summary>What all clients of a run share, whatever connections they use: the limits on it and the count of it.</summary>
internal sealed class Traffic(WireOptions options)
{
    private long _ids;
    private long _requests;
    private long _bodyBytes;

    /// <summary>The exchanges under way, by the id that the handler's head carries.</summary>
    public ConcurrentDictionary<string, Recorder> Recorders { get; } = new();

    /// <summary>Sends requests again.</summary>
    public Retries Retries { get; } = new(options);

    /// <summary>The large bodies under way, of all clients.</summary>
    public LargeBodies LargeBodies { get; } = new();

    /// <summary>Requests sent, every attempt counted.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Bytes of bodies sent, chunk framing not counted.</summary>
    public long BodyBytes => Interlocked.Read(ref _bodyBytes);

    private SemaphoreSlim Concurrency { get; } = new(options.Concurrency);

    private Pace? Pace { get; } = options.RequestsPerSecond is { } perSecond ? new Pace(perSecond, options.Time) : null;

    /// <summary>An id that no other exchange has.</summary>
    public string NextId() => Interlocked.Increment(ref _ids).ToString("x", CultureInfo.InvariantCulture);

    /// <summary>Waits until a request may begin.</summary>
    /// <returns>Its place in the pace; null where there is none to keep to. <see cref="End"/> must follow.</returns>
    public async Task<PaceSlot?> Begin(CancellationToken cancellationToken)
    {
        await Concurrency.WaitAsync(cancellationToken);
        try
        {
            var slot = Pace is null ? null : await Pace.Begin(cancellationToken);
            Interlocked.Increment(ref _requests);
            return slot;
        }
        catch
        {
            Concurrency.Release();
            throw;
        }
    }

    /// <summary>A request has ended.</summary>
    public void End(PaceSlot? slot)
    {
        slot?.Arrived();
        Concurrency.Release();
    }

    /// <summary>Counts bytes of a body.</summary>
    public void Sent(int bytes) => Interlocked.Add(ref _bodyBytes, bytes);
}
