using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using Conformance.Wire;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>What no target may do with a key.</summary>
public sealed class Security : ContractTests
{
    [Rule("security.key-not-echoed", Must, "2024-06", "No answer contains the key, or a hash of it", Needs = Needs.Nothing)]
    [Clause(
        Documents.Rfc6750, "5.3 Summary of Recommendations",
        "Safeguard bearer tokens: Client implementations MUST ensure that bearer tokens are not leaked to unintended parties.")]
    [EveryOperation]
    public async Task No_answer_echoes_the_key(Operation operation)
    {
        var invalid = await Target.Refused(Refusal.InvalidKey, operation);
        var valid = await Target.Valid(operation);
        foreach (var (exchange, key) in new[] { (valid, Target.KeyFor(operation.Key)), (invalid, Target.InvalidKey) })
        {
            var response = exchange.Response!;
            var finder = Target.FinderOf(key);
            var echoing = response.Headers.FirstOrDefault(field => finder.Find($"{field.Name}: {field.Value}").Count > 0);
            exchange.Should().HoldOfHeader(
                echoing.Name ?? HeaderNames.RequestId,
                echoing.Name is null,
                $"no trace of the key on the {response.Status}",
                echoing.Name is null ? "" : $"{finder.Find($"{echoing.Name}: {echoing.Value}")[0].Form} in {echoing.Name}");
            var inBody = finder.Find(AnswerBody.Decoded(response) ?? response.Body.Span);
            exchange.Should().HoldOfBody(
                inBody.Count == 0, $"no trace of the key on the {response.Status}", inBody.Count == 0
                    ? ""
                    : $"{inBody[0].Form} in its body");
        }
    }

    [Rule("security.no-redirect", Must, "2024-06", "A request is answered at its address, not redirected", Needs = Needs.Nothing)]
    [Clause(Documents.Gateways, "API format", "The gateway must serve the exact address without redirect.")]
    [EveryOperation]
    public async Task A_request_is_not_redirected(Operation operation)
    {
        var exchange = await Target.Valid(operation);
        exchange.Should().Hold(
            exchange.Response!.Status is < 300 or >= 400,
            "an answer at this address",
            $"{exchange.Response.Status} to {exchange.Response.Header("location") ?? "nowhere"}",
            new Mark(MarkedPart.Status),
            new Mark(MarkedPart.Header, "location"));
    }

    [Rule(
        "security.plain-http-refused", Should, "2024-06", "The API is not served over plain http", Needs = Needs.Nothing,
        NotOnLoopback = true, Judges = JudgedOutcomes.NoAnswer | JudgedOutcomes.Refused | JudgedOutcomes.Malformed, IsAskedOnce = true)]
    [Clause(
        Documents.Rfc6750, "5.3 Summary of Recommendations",
        "Always use TLS (https) or equivalent transport security when making requests with bearer tokens.")]
    public async Task Plain_http_is_refused()
    {
        var url = new UriBuilder(Target.BaseUrl) { Scheme = Uri.UriSchemeHttp, Port = -1 };
        if (Target.BaseUrl.StartsWith("http:", StringComparison.Ordinal))
        {
            var over = await Target.Valid(Operations.Find("models.list"));
            over.Should().Hold(false, "a base URL with https", $"an answer at {url.Uri}, without TLS", new Mark(MarkedPart.Status));
        }

        // Without a key: nothing secret goes over the open wire.
        var bare = Target.WithoutKey(Target.Probe(Operations.Find("models.list"))) with { Headers = [], Retries = RetryOn.Nothing };
        var exchange = await Target.TrySendTo(url.Uri, bare);
        exchange.Should().Hold(
            exchange.Response is null || AnswerBody.ErrorType(exchange) is null,
            "no connection, a redirect to https, or a refusal that is not the API's",
            $"the API's own {exchange.Response?.Status}",
            new Mark(MarkedPart.Status));
    }
}
