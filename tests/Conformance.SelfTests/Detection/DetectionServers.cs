using System.Collections.Concurrent;
using Conformance.Reference;
using NUnit.Framework;

namespace Conformance.SelfTests.Detection;

/// <summary>The servers that all tests of detection share, and the page that is written when they are done.</summary>
[SetUpFixture]
public sealed class DetectionServers
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<ReferenceServer>>> Servers = new();
    private static readonly Lazy<Task<JudgedRun>> OfTheLetter = new(async () => await JudgedRun.Of((await Exact()).ToString(), new Dictionary<string, string>()));

    /// <summary>The run against the server that keeps every promise to the letter.</summary>
    internal static Task<JudgedRun> Letter => OfTheLetter.Value;

    /// <summary>The base URL of these deviations.</summary>
    internal static async Task<string> At(params Deviation[] deviations)
    {
        var settings = deviations.SelectMany(deviation => deviation.Settings).ToLookup(pair => pair.Key, pair => pair.Value);
        var server = settings["StandardLimit"].FirstOrDefault() is null ? await Exact(settings["BaseUrl"].FirstOrDefault()) : await Large(deviations[0]);
        return $"{server}deviations/{string.Join('+', deviations.Select(deviation => deviation.Name))}";
    }

    [OneTimeTearDown]
    public static async Task Stop()
    {
        DetectionPage.Write();
        foreach (var server in Servers.Values)
        {
            await (await server.Value).DisposeAsync();
        }
    }

    private static async Task<Uri> Exact(string? asReached = null)
    {
        var server = await Started("exact", ExactLimits.On(new ReferenceServerOptions { EventGap = TimeSpan.FromMilliseconds(5) }));
        return asReached is null ? server.BaseUrl : new UriBuilder(asReached) { Port = server.BaseUrl.Port }.Uri;
    }

    private static async Task<Uri> Large(Deviation deviation) => (await Started(deviation.Name, new ReferenceServerOptions
    {
        StandardLimit = Conformance.Contract.SizeLimit.Parse(deviation.Settings["StandardLimit"]).Refused,
        BatchLimit = Conformance.Contract.SizeLimit.Parse(deviation.Settings["BatchLimit"]).Refused,
        FilesLimit = Conformance.Contract.SizeLimit.Parse(deviation.Settings["FilesLimit"]).Refused,
    })).BaseUrl;

    private static Task<ReferenceServer> Started(string name, ReferenceServerOptions options) =>
        Servers.GetOrAdd(name, _ => new Lazy<Task<ReferenceServer>>(() => ReferenceServer.StartAsync(options))).Value;
}
