using System.Collections.Concurrent;
using System.Net;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Sockets;
using Conformance.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Wire;

/// <summary>The 413 that comes while the body is still being sent: seen every time, and as what it is.</summary>
public sealed class EarlyAnswers
{
    private const int Repetitions = 10;

    // So much that no server takes it all before its refusal is read, however fast it discards.
    private const long Large = 2_000_000_000;

    private static readonly ConcurrentDictionary<string, Lazy<Task<EarlyTarget>>> Targets = new();

    private static readonly bool[] Both = [false, true];

    private static readonly (string Name, BodyFraming Framing, Version Version)[] Framings =
    [
        ("content-length", BodyFraming.ContentLength, HttpVersion.Version11),
        ("chunked", BodyFraming.Chunked, HttpVersion.Version11),
        ("expect-100", BodyFraming.ExpectContinue, HttpVersion.Version11),
        ("http2", BodyFraming.ContentLength, HttpVersion.Version20),
    ];

    public static IEnumerable<TestCaseData> Every() =>
        from target in EarlyTarget.All.Keys
        from framing in Framings
        from tls in Both
        where framing.Name != "http2" || Speaks(target, tls)
        select new TestCaseData(target, framing.Framing, framing.Version, tls)
            .SetArgDisplayNames(target, framing.Name, tls ? "TLS" : "plain");

    public static IEnumerable<TestCaseData> EveryFraming() =>
        from framing in Framings
        from tls in Both
        where framing.Name != "http2" || !tls
        select new TestCaseData(framing.Framing, framing.Version, tls).SetArgDisplayNames(framing.Name, tls ? "TLS" : "plain");

    [OneTimeTearDown]
    public static async Task End()
    {
        foreach (var target in Targets.Values)
        {
            await (await target.Value).DisposeAsync();
        }
    }

    [TestCaseSource(nameof(Every))]
    public async Task An_early_413_is_seen_every_time(string name, BodyFraming framing, Version version, bool tls)
    {
        var target = await Targets.GetOrAdd(name, _ => new Lazy<Task<EarlyTarget>>(EarlyTarget.All[name])).Value;
        await using var client = new WireClient(new WireOptions(tls ? target.Tls : target.Plain) { InsecureTls = true });
        var request = LargeRequest.Of(Large, framing, version);

        var exchanges = new List<Exchange>();
        for (var i = 0; i < Repetitions; i++)
        {
            exchanges.Add(await client.SendAsync(request));
        }

        exchanges.Select(exchange => $"{exchange} {exchange.Detail}").Should().AllBe("POST /v1/messages → 413 ");
        exchanges.Should().OnlyContain(exchange =>
            exchange.Outcome == Outcome.Answered && (exchange.IsEarlyAnswer ? exchange.BytesSent <= Large : exchange.BytesSent == Large));

        // nginx discards what is there to read before it answers, and a client that is fast leaves it no pause.
        exchanges.Should().OnlyContain(exchange => exchange.IsEarlyAnswer || name == "nginx");
    }

    [TestCaseSource(nameof(EveryFraming))]
    public async Task A_reset_without_an_answer_is_reported_as_exactly_that(BodyFraming framing, Version version, bool tls)
    {
        await using var server = RawServer.Start(
            async connection =>
            {
                await connection.ReadHead();
                connection.Reset();
            },
            tls);
        await using var client = new WireClient(new WireOptions(server.Url) { InsecureTls = true });

        var request = LargeRequest.Of(LargeRequest.OverLimit, framing, version) with { OwnConnection = true, Retries = RetryOn.Nothing };

        for (var i = 0; i < Repetitions; i++)
        {
            var exchange = await client.SendAsync(request);

            exchange.Outcome.Should().Be(Outcome.Reset, exchange.Detail);
            exchange.Response.Should().BeNull();
            exchange.Detail.Should().Contain("without an answer").And.Contain("bytes of the body sent");
        }

        server.Connections.Should().Be(Repetitions, "a reset is reported, not hidden by another try");
    }

    private static bool Speaks(string target, bool tls) => target switch
    {
        "answer, then reset" => false,
        "reference server" or "HAProxy" => true,
        _ => tls,
    };
}
