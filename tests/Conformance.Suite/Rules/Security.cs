using System.Security.Cryptography;
using System.Text;
using Conformance.Contract;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using Conformance.Suite.Settings;
using Conformance.Wire;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>What no target may do with a key.</summary>
public sealed class Security : ContractTests
{
    [Rule("security.key-not-echoed", Must, "2024-06", "No answer contains the key, or a hash of it", Needs = Needs.Nothing)]
    [Clause(Documents.Rfc6750, "5.3 Summary of Recommendations", "Safeguard bearer tokens: Client implementations MUST ensure that bearer tokens are not leaked to unintended parties.")]
    [EveryOperation]
    public async Task No_answer_echoes_the_key(Operation operation)
    {
        var invalid = await Target.Send(Target.WithKey(Target.Probe(operation), Target.InvalidKey, KeyHeader.XApiKey));
        var valid = await Target.Valid(operation);
        foreach (var (exchange, key) in new[] { (valid, Target.KeyFor(operation.Key)), (invalid, Target.InvalidKey) })
        {
            var response = exchange.Response!;
            var text = string.Join('\n', response.Headers.Select(field => $"{field.Name}: {field.Value}")) + "\n"
                + Encoding.Latin1.GetString(AnswerBody.Decoded(response) ?? response.Body.ToArray());
            var form = Forms(key).FirstOrDefault(form => text.Contains(form.Text, StringComparison.OrdinalIgnoreCase)).Name;
            exchange.Should().Hold(form is null, $"no trace of the key on the {response.Status}", $"{form} in it");
        }
    }

    [Rule("security.no-redirect", Must, "2024-06", "A request is answered at its address, not redirected", Needs = Needs.Nothing)]
    [Clause(Documents.Gateways, "API format", "The gateway must serve the exact address without redirect.")]
    [EveryOperation]
    public async Task A_request_is_not_redirected(Operation operation)
    {
        var exchange = await Target.Valid(operation);
        exchange.Should().Hold(
            exchange.Response!.Status is < 300 or >= 400, "an answer at this address", $"{exchange.Response.Status} to {exchange.Response.Header("location") ?? "nowhere"}");
    }

    [Rule("security.plain-http-refused", Should, "2024-06", "The API is not served over plain http", Needs = Needs.Nothing, NotOnLoopback = true)]
    [Clause(Documents.Rfc6750, "5.3 Summary of Recommendations", "Always use TLS (https) or equivalent transport security when making requests with bearer tokens.")]
    public async Task Plain_http_is_refused()
    {
        var url = new UriBuilder(Target.BaseUrl) { Scheme = Uri.UriSchemeHttp, Port = -1 };
        if (Target.BaseUrl.StartsWith("http:", StringComparison.Ordinal))
        {
            CaseRecord.Current.Expected = "a base URL with https";
            NUnit.Framework.Assert.Fail($"expected a base URL with https, but {url.Uri} is served without TLS");
        }

        // Without a key: nothing secret goes over the open wire.
        await using var plain = new WireClient(new WireOptions(url.Uri) { Timeout = Target.Settings.Timeout, Retries = 0 });
        var exchange = await plain.SendAsync(Target.WithoutKey(Target.Probe(Operations.Find("models.list"))) with { Headers = [] });
        CaseRecord.Current.Add(exchange);
        exchange.Should().Hold(
            exchange.Response is null || AnswerBody.ErrorType(exchange) is null, "no connection, a redirect to https, or a refusal that is not the API's", $"the API's own {exchange.Response?.Status}");
    }

    private static IEnumerable<(string Name, string Text)> Forms(string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        yield return ("the key", key);
        yield return ("the key in base64", Convert.ToBase64String(bytes).TrimEnd('='));
        yield return ("the SHA-256 hash of the key", Convert.ToHexString(SHA256.HashData(bytes)));
        yield return ("the SHA-256 hash of the key in base64", Convert.ToBase64String(SHA256.HashData(bytes)).TrimEnd('='));
#pragma warning disable CA5350, CA5351 // Looked for, not relied on.
        yield return ("the SHA-1 hash of the key", Convert.ToHexString(SHA1.HashData(bytes)));
        yield return ("the MD5 hash of the key", Convert.ToHexString(MD5.HashData(bytes)));
#pragma warning restore CA5350, CA5351
    }
}
