using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;
using Conformance.Contract;
using Conformance.Reference;

namespace Conformance.Clients;

/// <summary>One request of the client under test, with what the rules ask of it.</summary>
public sealed class ClientRequest
{
    private const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const int IdLength = 24;

    // JSON has no depth of its own; the size of a body is bounded.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = int.MaxValue };

    /// <summary>A request as it arrived.</summary>
    /// <param name="arrival">What the server saw of it.</param>
    /// <param name="target">Path and query below the base URL that the client was given.</param>
    internal ClientRequest(UpstreamArrival arrival, string target)
    {
        Arrival = arrival;
        Target = target;
        var path = target.Split('?')[0];
        Operation = OperationPath.Find(arrival.Method, path);
        Kind = $"{arrival.Method} {target}";
        Identity = $"{Kind} {RequestBodies.Fingerprint(arrival)}";
        if (Operation?.Takes == RequestMedia.Json && arrival.Body.IsWhole && RequestBodies.Decoded(arrival) is { } decoded)
        {
            IsBodyRead = true;
            BodyFault = ReadJson(decoded);
        }
    }

    /// <summary>What the server saw of it, and what it answered.</summary>
    public UpstreamArrival Arrival { get; }

    /// <summary>Path and query below the base URL that the client was given.</summary>
    public string Target { get; }

    /// <summary>The operation that it asks for; null where the API has none there.</summary>
    public Operation? Operation { get; }

    /// <summary>Whether it asks for an event stream.</summary>
    public bool AsksForStream { get; private set; }

    /// <summary>The model that it names; the cheapest known one where it names none.</summary>
    public string Model { get; private set; } = "claude-haiku-4-5";

    /// <summary>Whether its JSON body was looked at: it came whole, in a coding that is known here.</summary>
    public bool IsBodyRead { get; }

    /// <summary>What is wrong with its JSON body; null where nothing is, or where none was looked at.</summary>
    public string? BodyFault { get; }

    /// <summary>The <c>request-id</c> of a scripted answer to it.</summary>
    public string RequestId { get; } = "req_" + RandomNumberGenerator.GetString(Base58, IdLength);

    /// <summary>How many requests alike (method, target and body) came before it in the scenario: 0 is the first.</summary>
    public int Attempt { get; internal set; }

    /// <summary>Whether the scenario gave it the answer that it is about.</summary>
    public bool IsProvoked { get; internal set; }

    /// <summary>Holds its answer where a scenario waits.</summary>
    internal Gate Hold { get; } = new();

    /// <summary>Method, path and query.</summary>
    internal string Kind { get; }

    /// <summary>What requests alike have in common: method, target and body.</summary>
    internal string Identity { get; }

    /// <summary>Whether it is the first of its kind by its own account, whatever came before: official clients count.</summary>
    internal bool IsFirstByItself => Arrival.Values("x-stainless-retry-count") is ["0"];

    /// <inheritdoc />
    public override string ToString() => $"{Arrival.Method} {Target}";

    private string? ReadJson(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return "an empty body";
        }

        if (body.Span.StartsWith("\uFEFF"u8))
        {
            return "a byte order mark before the JSON";
        }

        if (!Utf8.IsValid(body.Span))
        {
            return "bytes that are not UTF-8";
        }

        try
        {
            using var json = JsonDocument.Parse(body, Deep);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return $"JSON, but no object: {json.RootElement.ValueKind.ToString().ToLowerInvariant()}";
            }

            AsksForStream = Operation!.Id == "messages.create"
                && json.RootElement.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True;
            Model = json.RootElement.TryGetProperty("model", out var model) && model.ValueKind == JsonValueKind.String
                ? model.GetString()! : Model;
            return null;
        }
        catch (InvalidOperationException)
        {
            // A name with half of a surrogate pair is JSON, and no text.
            return null;
        }
        catch (JsonException)
        {
            return "a body that is not JSON";
        }
    }
}
