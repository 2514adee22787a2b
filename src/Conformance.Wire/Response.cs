namespace Conformance.Wire;

/// <summary>A final answer, as it was on the wire.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Reason">The reason phrase; empty on HTTP/2.</param>
/// <param name="Version">The version of HTTP it came in.</param>
/// <param name="Headers">The header fields in order, spelled as they came.</param>
/// <param name="Body">The body as it came, no coding undone, cut at the request's <see cref="Request.KeepBytes"/>.</param>
/// <param name="BodyLength">The whole length of the body in bytes.</param>
/// <param name="Interim">The interim (1xx) statuses that came before it.</param>
/// <param name="Arrivals">When the pieces of the body came; the first 256 of them.</param>
public sealed record Response(
    int Status,
    string Reason,
    Version Version,
    IReadOnlyList<HeaderField> Headers,
    ReadOnlyMemory<byte> Body,
    long BodyLength,
    IReadOnlyList<int> Interim,
    IReadOnlyList<Arrival> Arrivals)
{
    /// <summary>Whether <see cref="Body"/> is only the beginning.</summary>
    public bool IsTruncated => BodyLength > Body.Length;

    /// <summary>The body with its content codings undone, within bounds. Each call undoes them anew.</summary>
    public Decoded Decoded => ContentDecoding.Undo(this);

    /// <summary>The values of all fields of a name, one per line, in order.</summary>
    public IReadOnlyList<string> HeaderValues(string name) => [.. Headers.Where(field => field.Is(name)).Select(field => field.Value)];

    /// <summary>The value of the first field of a name; null where there is none.</summary>
    public string? Header(string name)
    {
        foreach (var field in Headers)
        {
            if (field.Is(name))
            {
                return field.Value;
            }
        }

        return null;
    }

    /// <summary>The media type of <c>content-type</c>, lower case and without parameters; null where there is none.</summary>
    public string? MediaType => Header("content-type")?.Split(';', 2)[0].Trim().ToLowerInvariant();
}
