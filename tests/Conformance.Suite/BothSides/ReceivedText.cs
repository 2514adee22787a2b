using System.Text;

namespace Conformance.Suite.BothSides;

/// <summary>What a client has of an answer's body so far, for a rule that waits until it has something.</summary>
internal sealed class ReceivedText : IProgress<ReadOnlyMemory<byte>>
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Bytes so far.</summary>
    public int Length
    {
        get
        {
            lock (_gate)
            {
                return _text.Length;
            }
        }
    }

    /// <inheritdoc />
    public void Report(ReadOnlyMemory<byte> value)
    {
        TaskCompletionSource grown;
        lock (_gate)
        {
            // A character is a byte.
            _text.Append(Encoding.Latin1.GetString(value.Span));
            (grown, _grown) = (_grown, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        grown.TrySetResult();
    }

    /// <summary>Waits until the client has a text.</summary>
    /// <param name="text">The text, ASCII.</param>
    /// <param name="limit">How long to wait.</param>
    /// <returns>Whether it has.</returns>
    public Task<bool> Has(string text, TimeSpan limit) => Has(all => all.Contains(text, StringComparison.Ordinal), limit);

    /// <summary>Waits until the client has so many bytes.</summary>
    public Task<bool> Has(int bytes, TimeSpan limit) => Has(all => all.Length >= bytes, limit);

    private async Task<bool> Has(Func<string, bool> condition, TimeSpan limit)
    {
        using var over = new CancellationTokenSource(limit);
        while (true)
        {
            Task grown;
            lock (_gate)
            {
                if (condition(_text.ToString()))
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
}
