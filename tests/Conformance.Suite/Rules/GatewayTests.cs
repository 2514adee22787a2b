using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reference;
using Conformance.Suite.Assertions;
using Conformance.Suite.BothSides;
using Conformance.Suite.Running;
using Conformance.Wire;

namespace Conformance.Suite.Rules;

/// <summary>What the rules about a gateway that is seen from both sides have at hand.</summary>
public abstract class GatewayTests : ContractTests
{
    /// <summary>How long what a gateway should pass on at once may take.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>The gateway.</summary>
    private protected static GatewayUnderTest Gateway => CaseContext.Current.Run.Gateway;

    /// <summary>Sends a bent probe; the upstream answers by itself.</summary>
    private protected static Task<TwoSides> Send(Operation operation, Func<Request, Request>? bend = null) => Gateway.Send(operation, bend);

    /// <summary>Sends a probe, perhaps bent; the upstream answers as the script says.</summary>
    private protected static Task<TwoSides> Send(Operation operation, ScriptedAnswer script, Func<Request, Request>? bend = null) =>
        Gateway.Send(operation, script, bend);

    /// <summary>The body that arrived, as JSON; whether it is JSON still is for <c>forward.body-framing</c> to judge.</summary>
    private protected static JsonNode ArrivedJson(TwoSides both)
    {
        var json = JsonDifference.Parse(both.ArrivedText);
        if (json is null)
        {
            Skip.See("forward.body-framing", "what arrived is no JSON any more");
        }

        return json;
    }

    /// <summary>The script of a stream that begins and ends.</summary>
    private protected static ScriptedAnswer ShortestStream =>
        Script.Stream().Event("message_start", UpstreamTexts.Start).Event("message_stop", UpstreamTexts.Stop);

    /// <summary>The request for a stream.</summary>
    private protected static Request Streamed(Request request) =>
        request.WithBody(System.Text.Encoding.UTF8.GetString(request.Body!.Prefix.Span)
            .Replace("\"max_tokens\":1,", "\"max_tokens\":24,\"stream\":true,", StringComparison.Ordinal));

    /// <summary>Ends the case where a gateway answers not even the plainest stream with one: that is one fault, and not many.</summary>
    private protected static async Task StreamsMustCome(Operation operation, TwoSides both)
    {
        if (both.Client.Response is { Status: 200 })
        {
            return;
        }

        var plain = await Gateway.Once("plain stream", () => Gateway.Send(
            operation,
            ShortestStream,
            Streamed));
        if (plain.Client.Response is not { Status: 200 })
        {
            Skip.See("relay.event-sequence", $"no stream comes through, but {plain.Client.Should().Came()}");
        }
    }

    /// <summary>Ends the case over HTTP/2, which has no such thing.</summary>
    private protected static void OnlyOnHttp1(string what)
    {
        if (Target.Settings.HttpVersion.Major >= 2)
        {
            Skip.Transport($"{what} is a matter of HTTP/1.1, and the run speaks HTTP/2");
        }
    }
}
