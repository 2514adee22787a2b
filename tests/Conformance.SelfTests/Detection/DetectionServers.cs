using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Conformance.Contract;
using Conformance.Reference;
using NUnit.Framework;

namespace Conformance.SelfTests.Detection;

/// <summary>The servers that all tests of detection share, and the page that is written when they are done.</summary>
[SetUpFixture]
public sealed class DetectionServers
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<ReferenceServer>>> Servers = new();
    private static readonly Lazy<Task<JudgedRun>> OfTheLetter = new(
        async () => await JudgedRun.Of((await Exact()).ToString(), new Dictionary<string, string>()));

    /// <summary>The run against the server that keeps every promise to the letter.</summary>
    internal static Task<JudgedRun> Letter => OfTheLetter.Value;

    /// <summary>The base URL of these deviations.</summary>
    internal static async Task<string> At(params Deviation[] deviations)
    {
        var settings = deviations.SelectMany(deviation => deviation.Settings).ToLookup(pair => pair.Key, pair => pair.Value);
        var server = settings["BaseUrl"].FirstOrDefault() is { } named ? await Named(new Uri(named))
            : settings.Contains("StandardLimit") ? await Large(deviations[0])
            : await Exact();
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

    private static async Task<Uri> Exact() => (await Started("exact", ExactLimits.On(new ReferenceServerOptions()))).BaseUrl;

    // A name is not loopback to the suite, though the address that it has here may be.
    private static async Task<Uri> Named(Uri baseUrl)
    {
        var address = (await Dns.GetHostAddressesAsync(baseUrl.Host, AddressFamily.InterNetwork))[0];
        var server = await Started(baseUrl.Host, ExactLimits.On(new ReferenceServerOptions { Url = new Uri($"http://{address}:0") }));
        return new UriBuilder(baseUrl) { Port = server.BaseUrl.Port }.Uri;
    }

    private static async Task<Uri> Large(Deviation deviation) => (await Started(deviation.Name, new ReferenceServerOptions
    {
        StandardLimit = SizeLimit.Parse(deviation.Settings["StandardLimit"]).Refused,
        BatchLimit = SizeLimit.Parse(deviation.Settings["BatchLimit"]).Refused,
        FilesLimit = SizeLimit.Parse(deviation.Settings["FilesLimit"]).Refused,
    })).BaseUrl;

    private static Task<ReferenceServer> Started(string name, ReferenceServerOptions options) =>
        Servers.GetOrAdd(name, _ => new Lazy<Task<ReferenceServer>>(() => ReferenceServer.StartAsync(options))).Value;
}
