using System.Buffers;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Conformance.Suite.Assertions;

namespace Conformance.Suite.BothSides;

/// <summary>What a client has of an answer's body so far, for a rule that waits until it has something.</summary>
internal sealed class ReceivedText : IProgress<ReadOnlyMemory<byte>>
{
    private static readonly byte[] Gzip = [0x1f, 0x8b];

    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Bytes so far.</summary>
    public int Length
    {
        get
        {
            lock (_gate)
            {
                return _bytes.WrittenCount;
            }
        }
    }

    /// <inheritdoc />
    public void Report(ReadOnlyMemory<byte> value)
    {
        TaskCompletionSource grown;
        lock (_gate)
        {
            _bytes.Write(value.Span);
            (grown, _grown) = (_grown, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        grown.TrySetResult();
    }

    /// <summary>
    /// Waits until the client has so many events, without the pings, which a gateway may add. What they say is not looked at: an
    /// event that was changed on its way has come all the same.
    /// </summary>
    /// <param name="count">How many.</param>
    /// <param name="limit">How long to wait.</param>
    /// <returns>Whether it has.</returns>
    public Task<bool> HasEvents(int count, TimeSpan limit) =>
        Has(bytes => EventText.Events(bytes).Where(one => !IsPing(one)).Take(count).Count() == count, limit);

    /// <summary>Waits until the client has a ping.</summary>
    /// <param name="limit">How long to wait.</param>
    /// <returns>Whether it has.</returns>
    public Task<bool> HasPing(TimeSpan limit) => Has(bytes => EventText.Events(bytes).Any(IsPing), limit);

    /// <summary>Whether an event is a ping, by its name or, where it has none, by the type in its data.</summary>
    public static bool IsPing(RawEvent one) =>
        one.Name == "ping" || (one.Name.Length == 0 && JsonDifference.Parse(one.Text) is JsonObject json
            && json["type"] is JsonValue value && value.TryGetValue<string>(out var type) && type == "ping");

    private async Task<bool> Has(Func<byte[], bool> condition, TimeSpan limit)
    {
        using var over = new CancellationTokenSource(limit);
        while (true)
        {
            Task grown;
            lock (_gate)
            {
                if (condition(Plain(_bytes.WrittenSpan.ToArray())))
                {
                    return true;
                }

                grown = _grown.Task;
            }

            await grown.WaitAsync(over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!grown.IsCompleted)
            {
                return false;
            }
        }
    }

    // As much as can be decoded of what is there: the end of the coding is still to come.
    private static byte[] Plain(byte[] bytes)
    {
        if (!bytes.AsSpan().StartsWith(Gzip))
        {
            return bytes;
        }

        using var plain = new MemoryStream();
        using var coder = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        try
        {
            coder.CopyTo(plain);
        }
        catch (InvalidDataException)
        {
            // It ends early, as it must.
        }

        return plain.ToArray();
    }
}
