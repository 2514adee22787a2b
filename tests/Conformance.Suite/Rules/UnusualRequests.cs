using Conformance.Contract;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using Conformance.Wire;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>Requests that are unusual and legal, or broken in HTTP itself: what comes of them is recorded and promised nowhere.</summary>
public sealed class UnusualRequests : ContractTests
{
    private const int LongBytes = 9_000;
    private const int ManyLines = 70;

    // No answer at all is an answer here: nothing is promised, and it is recorded.
    private const JudgedOutcomes Whatever = JudgedOutcomes.NoAnswer | JudgedOutcomes.Malformed;

    [Rule("headers.long-line", Info, "2024-06", "What a header line of 9,000 bytes comes to", Judges = Whatever)]
    [Clause(
        Documents.Rfc9110, "5.4 Field Limits",
        "HTTP does not place a predefined limit on the length of each field line, field value, or on the length of a header section.")]
    [Operations("models.list")]
    public async Task What_a_long_header_line_comes_to(Operation operation) =>
        Record(await Target.Send(Target.Probe(operation).Adding("x-conformance-long", new string('x', LongBytes))));

    [Rule("headers.many-lines", Info, "2024-06", "What 70 more header lines come to", Judges = Whatever)]
    [Clause(
        Documents.Rfc9110, "5.4 Field Limits",
        "HTTP does not place a predefined limit on the length of each field line, field value, or on the length of a header section.")]
    [Operations("models.list")]
    public async Task What_many_header_lines_come_to(Operation operation) => Record(await Target.Send(
        Enumerable.Range(1, ManyLines).Aggregate(
            Target.Probe(operation), (request, number) => request.Adding($"x-conformance-{number}", "x"))));

    [Rule("route.long-url", Info, "2024-06", "What a URL of 9,000 bytes comes to", Judges = Whatever)]
    [Clause(
        Documents.Rfc9110, "4.1 URI References",
        "It is RECOMMENDED that all senders and recipients support, at a minimum, URIs with lengths of 8000 octets in protocol elements.")]
    [Operations("models.list")]
    public async Task What_a_long_url_comes_to(Operation operation)
    {
        var probe = Target.Probe(operation);
        Record(await Target.Send(probe with { Target = $"{probe.Target}?conformance=".PadRight(LongBytes, 'x') }));
    }

    [Rule("route.range", Info, "2024-06", "What a range on a read comes to", Judges = Whatever)]
    [Clause(Documents.Rfc9110, "14.2 Range", "A server MAY ignore the Range header field.")]
    [Operations("models.list")]
    public async Task What_a_range_comes_to(Operation operation) =>
        Record(await Target.Send(Target.Probe(operation).Adding("range", "bytes=0-9")));

    [Rule("route.malformed-escape", Info, "2024-06", "What /v1/models/%zz comes to", Judges = Whatever)]
    [Clause(
        Documents.Rfc9110, "4.2 HTTP-Related URI Schemes",
        "A percent-encoded octet is a percent sign and two hexadecimal digits; what else a percent sign means is undefined.")]
    [Operations("models.get")]
    public async Task What_a_malformed_escape_comes_to(Operation operation) =>
        Record(await Target.Send(Target.Probe(operation) with { Target = "/v1/models/%zz" }));

    [Rule("error.internals", Info, "2024-06", "Whether messages of errors show file paths or stack traces", Needs = Needs.Route)]
    [Clause(Documents.Errors, "Error shapes", "Errors always include a `message`; what it says is not promised.")]
    [EveryOperation]
    public async Task Whether_errors_show_internals(Operation operation)
    {
        var errors = await Target.Errors(operation);
        if (errors.Count == 0)
        {
            Skip.NothingToShow("the target gave no error on the operation");
        }

        var telling = errors.FirstOrDefault(error => Shown(error) is not null) ?? errors[0];
        Observe(telling, "shows", Shown(telling) is { } shown ? $"{shown}, on the {telling.Should().Answer}" : null);
    }

    private static string? Shown(Exchange exchange) => Internals.In(AnswerBody.Decoded(exchange.Response!) ?? []);

    /// <summary>Records an answer: its status and label, and whether an error has the envelope.</summary>
    private static void Record(Exchange exchange)
    {
        if (exchange is not { Outcome: Outcome.Answered, Response: { } response })
        {
            Observe(exchange, "answer", $"none: {exchange.Detail ?? exchange.Outcome.ToString()}");
            return;
        }

        var shape = AnswerBody.Json(exchange) is not { } json ? "no JSON"
            : response.Status < 400 ? "JSON"
            : AnswerBody.Text(json, "type") == "error" && AnswerBody.Text(json, "error", "type") is { } type ? $"the envelope, {type}"
            : "JSON of another shape";
        Observe(
            exchange,
            "answer",
            $"{response.Status} {response.MediaType ?? "without a content-type"}: {(response.BodyLength == 0 ? "empty" : shape)}");
    }
}
