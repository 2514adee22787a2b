using System.Buffers;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Conformance.Reference;

/// <summary>
/// A body that passed by: its beginning, its length and its hash, without any framing. It may still be passing. Times are
/// those of <see cref="Stopwatch.GetTimestamp"/>.
/// </summary>
public sealed class SeenBody
{
    /// <summary>The most bytes that are kept of a body unless more are asked for.</summary>
    public const int MostKept = 64 * 1024;

    private readonly Lock gate = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private ArrayBufferWriter<byte> kept = new();
    private readonly int most;
    private string? sha256;

    internal SeenBody(int most = MostKept) => this.most = most;

    /// <summary>The first bytes, at most <see cref="MostKept"/> unless more were asked for.</summary>
    public ReadOnlyMemory<byte> Kept
    {
        get
        {
            lock (gate)
            {
                return kept.WrittenSpan.ToArray();
            }
        }
    }

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>The SHA-256 of the whole body, lower-case hexadecimal; null until it ended.</summary>
    public string? Sha256
    {
        get
        {
            lock (gate)
            {
                return sha256;
            }
        }
    }

    /// <summary>When the first byte came; null where none did.</summary>
    public long? FirstByteAt { get; private set; }

    /// <summary>When the last byte so far came; null where none did.</summary>
    public long? LastByteAt { get; private set; }

    /// <summary>Completes when the first byte came; never where none does.</summary>
    public Task Begun => begun.Task;

    /// <summary>Whether the body ended as its framing says.</summary>
    public bool IsWhole => ended.Task.IsCompletedSuccessfully;

    /// <summary>Completes when the body ended as its framing says; never where it did not.</summary>
    public Task Ended => ended.Task;

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        lock (gate)
        {
            LastByteAt = Stopwatch.GetTimestamp();
            FirstByteAt ??= LastByteAt;
            Length += bytes.Length;
            hash.AppendData(bytes);
            kept.Write(bytes[..(int)Math.Min(bytes.Length, Math.Max(0, most - kept.WrittenCount))]);
        }

        begun.TrySetResult();
    }

    internal void End()
    {
        lock (gate)
        {
            sha256 ??= Convert.ToHexStringLower(hash.GetCurrentHash());
        }

        ended.TrySetResult();
    }

    /// <summary>Lets go of what is not worth keeping.</summary>
    internal void Trim(int most)
    {
        lock (gate)
        {
            if (kept.WrittenCount > most)
            {
                var less = new ArrayBufferWriter<byte>(most);
                less.Write(kept.WrittenSpan[..most]);
                kept = less;
            }
        }
    }

    /// <summary>The most bytes that are kept.</summary>
    internal int Most => most;

    /// <summary>What is kept, without a copy of it; only for the one who adds.</summary>
    internal ReadOnlySpan<byte> Beginning => kept.WrittenSpan;
}
