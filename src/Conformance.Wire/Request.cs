using System.Collections.Immutable;

namespace Conformance.Wire;

/// <summary>
/// A request, exactly as it shall be on the wire: these header fields in this order and spelling, and no others but
/// <c>host</c>, the field that frames the body and <c>expect</c>. Every bend of it is a new request.
/// </summary>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query below the base URL, beginning with a slash.</param>
/// <param name="Headers">The header fields.</param>
/// <param name="Body">The body; null for none.</param>
public sealed record Request(string Method, string Target, ImmutableList<HeaderField> Headers, RequestBody? Body = null)
{
    /// <summary>How the length of the body is told.</summary>
    public BodyFraming Framing { get; init; }

    /// <summary>The version of HTTP; null for the run's own. 1.1 or 2.0.</summary>
    public Version? Version { get; init; }

    /// <summary>
    /// Whether the rest of the body is still sent after a final answer, as RFC 9112, section 9.3 asks of a client that
    /// wants to go on using the connection. Otherwise it is given up, and the connection with it.
    /// </summary>
    public bool FinishesBody { get; init; }

    /// <summary>Whether it gets a connection of its own, so that nothing but itself can have ended it.</summary>
    public bool OwnConnection { get; init; }

    /// <summary>How long to wait for an answer in place of the run's timeout; null for the run's own.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What makes it go out once more, within the budget of the run (<see cref="WireOptions.RetryBudget"/>).</summary>
    public RetryOn Retries { get; init; } = RetryOn.All;

    /// <summary>Told how many bytes of the body were sent so far; null for nobody.</summary>
    public IProgress<long>? Progress { get; init; }

    /// <summary>Given every piece of the answer's body as it comes, codings and all; it is not to be kept. Null for nobody.</summary>
    public IProgress<ReadOnlyMemory<byte>>? Received { get; init; }

    /// <summary>What the body waits for before its last piece is sent, when all before that is on its way; null for nothing.</summary>
    public Task? BeforeEnd { get; init; }

    /// <summary>Gives the exchange up and closes its connection or stream, as a client does that is not interested any more.</summary>
    public CancellationToken Abandoned { get; init; }

    /// <summary>Bytes of an answer's body to keep; the rest is read and counted.</summary>
    public int KeepBytes { get; init; } = 64 * 1024;

    /// <summary>The request with one more header field line, even if one of that name is there.</summary>
    public Request Adding(string name, string value) => this with { Headers = Headers.Add(new HeaderField(name, value)) };

    /// <summary>The request without any field of this name.</summary>
    public Request Without(string name) => this with { Headers = Headers.RemoveAll(field => field.Is(name)) };

    /// <summary>The request with this one field line of the name, where the first was or at the end.</summary>
    public Request With(string name, string value)
    {
        var index = Headers.FindIndex(field => field.Is(name));
        var rest = Without(name).Headers;
        return this with { Headers = rest.Insert(index < 0 ? rest.Count : index, new HeaderField(name, value)) };
    }

    /// <summary>The request with the fields of a name spelled as given: names are case-insensitive, wires are not.</summary>
    public Request Spelling(string name) => this with
    {
        Headers = [.. Headers.Select(field => field.Is(name) ? field with { Name = name } : field)],
    };

    /// <summary>The request with a text as its body, UTF-8.</summary>
    public Request WithBody(string text) => this with { Body = RequestBody.Of(text) };

    /// <summary>The request without a body.</summary>
    public Request WithoutBody() => this with { Body = null };

    /// <summary>The request with this body and framing.</summary>
    public Request WithBody(RequestBody body, BodyFraming framing = BodyFraming.ContentLength) =>
        this with { Body = body, Framing = framing };

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

    /// <summary>Method and target: never a header, so never a key.</summary>
    public override string ToString() => $"{Method} {Target}";
}
