using System.Globalization;
using Conformance.Gateway;
using Conformance.Reference;
using Conformance.SelfTests.Detection;
using Conformance.SelfTests.Support.Proxies;

namespace Conformance.SelfTests.FromBothSides;

/// <summary>What the suite found of a reference gateway that it saw from both sides.</summary>
internal static class JudgedGateway
{
    /// <summary>The two families of rules.</summary>
    public const string Rules = "forward.*,relay.*";

    // As a gateway's operator has them: one key for each of its clients' keys, and none of them the same.
    private static readonly Dictionary<string, string> Keys =
        new[] { ReferenceKeys.Api, ReferenceKeys.Admin, ReferenceKeys.OAuth }.ToDictionary(key => key,
            key => key[..^32] + "h3NwQx8ZtYk5RbVc7MdLs2FjGp9TaEu4");

    /// <summary>Starts a gateway whose upstream is the suite, and runs the suite.</summary>
    /// <param name="change">What the gateway is started with beside its upstream and its keys.</param>
    /// <param name="settings">The settings of the run beside the addresses.</param>
    public static async Task<JudgedRun> Run(Func<ReferenceGatewayOptions, ReferenceGatewayOptions> change,
        params (string Name, string Value)[] settings)
    {
        var upstream = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}"));
        await using var gateway = await ReferenceGateway.StartAsync(change(new ReferenceGatewayOptions(upstream) { Keys = Keys }));
        return await Through(gateway.BaseUrl, upstream, settings);
    }

    /// <summary>Runs the suite against a gateway that is there, with the suite as its upstream.</summary>
    public static Task<JudgedRun> Through(Uri gateway, Uri upstream, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string> { ["Rules"] = Rules, ["Upstream"] = upstream.ToString().TrimEnd('/') };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return JudgedRun.Of(gateway.ToString().TrimEnd('/'), all);
    }
}
