using System.Net;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Sockets;
using Conformance.Wire;
using Spectre.Console;
using static Conformance.Benchmarks.Program;

namespace Conformance.Benchmarks;

/// <summary>The 413 that comes while the body is sent: how often it is seen, per server, framing and transport.</summary>
internal static class EarlyAnswers
{
    private const int Repetitions = 100;

    private static readonly (string Name, BodyFraming Framing, Version Version)[] Framings =
    [
        ("content-length", BodyFraming.ContentLength, HttpVersion.Version11),
        ("chunked", BodyFraming.Chunked, HttpVersion.Version11),
        ("expect-100", BodyFraming.ExpectContinue, HttpVersion.Version11),
        ("http2", BodyFraming.ContentLength, HttpVersion.Version20),
    ];

    private static readonly bool[] PlainAndTls = [false, true];

    public static async Task Run()
    {
        var table = Table(Text($"413 to {LargeRequest.OverLimit:N0} bytes"), "413 seen", "while sending", "median MB sent", "median ms");
        foreach (var (name, start) in EarlyTarget.All)
        {
            await using var target = await start();
            foreach (var (framing, tls) in from framing in Framings from tls in PlainAndTls select (framing, tls))
            {
                if (framing.Version.Major < 2 || (tls ? target.SpeaksHttp2Tls : target.SpeaksHttp2Plain))
                {
                    var exchanges = await Send(tls ? target.Tls : target.Plain, framing.Framing, framing.Version);
                    var answered = exchanges.Select(exchange => (exchange.AnsweredAfter ?? exchange.Duration).TotalMilliseconds);
                    table.AddRow(
                        $"{name}, {framing.Name}, {(tls ? "TLS" : "plain")}",
                        $"{exchanges.Count(exchange => exchange is { Outcome: Outcome.Answered, Response.Status: 413 })} of {Repetitions}",
                        $"{exchanges.Count(exchange => exchange.IsEarlyAnswer)}",
                        Text($"{Median(exchanges.Select(exchange => exchange.BytesSent / 1e6)):0.0}"),
                        Text($"{Median(answered):0.0}"));
                }
            }
        }

        AnsiConsole.Write(table);
        AnsiConsole.Write(await Resets());
    }

    private static async Task<Table> Resets()
    {
        var table = Table("a reset without an answer", "reported as that");
        foreach (var (name, framing, version) in Framings)
        {
            await using var server = RawServer.Start(async connection =>
            {
                await connection.ReadHead();
                connection.Reset();
            });
            var exchanges = await Send(server.Url, framing, version);
            table.AddRow(name, $"{exchanges.Count(exchange => exchange is { Outcome: Outcome.Reset, Response: null })} of {Repetitions}");
        }

        return table;
    }

    private static async Task<List<Exchange>> Send(Uri url, BodyFraming framing, Version version)
    {
        await using var client = new WireClient(new WireOptions(url) { InsecureTls = true, Retries = 0 });
        var exchanges = new List<Exchange>();
        for (var i = 0; i < Repetitions; i++)
        {
            exchanges.Add(await client.SendAsync(LargeRequest.Of(LargeRequest.OverLimit, framing, version) with { OwnConnection = true }));
        }

        return exchanges;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
