using System.Diagnostics;
using System.Text;
using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.Reporting.Secrets;
using Microsoft.AspNetCore.WebUtilities;

namespace Conformance.Clients;

/// <summary>The requests of a client as evidence: each once, with a name of its own, cut down and without secrets.</summary>
internal sealed class ClientEvidence(Redactor redactor)
{
    private const int ShownCharacters = 4 * 1024;

    private readonly Dictionary<ClientRequest, string> ids = [];
    private readonly List<ExchangeInfo> exchanges = [];

    /// <summary>The exchanges so far, in the order of their ids.</summary>
    public IReadOnlyList<ExchangeInfo> All => exchanges;

    /// <summary>A text without the secrets of the check.</summary>
    public string Clean(string text) => redactor.Text(text);

    /// <summary>The name of a request, which becomes evidence by it.</summary>
    public string IdOf(ClientRequest request)
    {
        if (!ids.TryGetValue(request, out var id))
        {
            ids[request] = id = FormattableString.Invariant($"x{ids.Count + 1}");
            exchanges.Add(Of(request, id));
        }

        return id;
    }

    private ExchangeInfo Of(ClientRequest request, string id)
    {
        var arrival = request.Arrival;
        var answer = arrival.Answer;
        var version = arrival.Protocol.Split('/')[^1];
        var host = arrival.Values("host") is [var authority] ? authority : "localhost";
        return new ExchangeInfo(
            id,
            new RequestInfo(
                redactor.Text(arrival.Method), redactor.Text($"http://{host}{arrival.Target}"), version, Headers(arrival.Headers),
                Body(arrival.Body), arrival.Body.Length),
            answer.Status is { } status
                ? new ResponseInfo(status, ReasonPhrases.GetReasonPhrase(status), version, Headers(answer.Headers), Body(answer.Body))
                : null,
            answer.Status is null ? "reset" : "answered",
            answer.Status is null ? "no answer was sent before the connection ended" : null,
            request.Attempt + 1,
            new TimingInfo(Since(arrival, arrival.Body.LastByteAt), Since(arrival, answer.HeadAt), Since(arrival, answer.EndedAt) ?? 0));
    }

    private List<HeaderInfo> Headers(IReadOnlyList<HeaderLine> lines) =>
        [.. lines.Select(line => new HeaderInfo(redactor.Text(line.Name), redactor.Field(line.Name, line.Value)))];

    private BodyInfo? Body(SeenBody body)
    {
        if (body.Length == 0)
        {
            return null;
        }

        // Redacted first and cut afterwards: a cut through a secret would hide it from the redaction.
        var kept = body.Kept;
        var text = redactor.Text(Encoding.UTF8.GetString(kept.Span));
        var end = Math.Min(text.Length, ShownCharacters);
        var shown = text[..(end > 0 && end < text.Length && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)];
        return new BodyInfo(body.Length, shown, shown.Length < text.Length || kept.Length < body.Length);
    }

    private static double? Since(UpstreamArrival arrival, long? at) =>
        at is { } timestamp ? Math.Round(Stopwatch.GetElapsedTime(arrival.At, timestamp).TotalMilliseconds, 2) : null;
}
