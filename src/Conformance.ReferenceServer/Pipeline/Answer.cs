using System.IO.Pipelines;

namespace Conformance.Reference.Pipeline;

/// <summary>What goes back: a status, header fields in order, and a body held in memory or written as it is made.</summary>
internal sealed class Answer(int status)
{
    /// <summary>The HTTP status code.</summary>
    public int Status { get; set; } = status;

    /// <summary>The header fields; a name may stand more than once.</summary>
    public List<KeyValuePair<string, string>> Headers { get; } = [];

    /// <summary>The body, where <see cref="WriteBody"/> is null.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>Writes a body that has no length yet, and flushes as it goes.</summary>
    public Func<PipeWriter, CancellationToken, Task>? WriteBody { get; set; }

    /// <summary>Whether <c>content-length</c> says how long <see cref="Body"/> is.</summary>
    public bool Sized { get; set; } = true;

    /// <summary>The value of a header field, the first if it stands more than once; setting null removes them all.</summary>
    public string? this[string name]
    {
        get => Headers.Find(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        set
        {
            Headers.RemoveAll(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (value is not null)
            {
                Headers.Add(new KeyValuePair<string, string>(name, value));
            }
        }
    }
}
