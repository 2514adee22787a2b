using System.Diagnostics;
using System.Globalization;
using Conformance.Reference;
using Conformance.Wire;

namespace Conformance.Benchmarks;

/// <summary>The suite's client as a process of its own, so that its memory and its time are its own.</summary>
internal static class ClientUnderMeasure
{
    public const string Verb = "client";

    private static readonly Request Small = new(
        "GET", "/v1/models", [new HeaderField("x-api-key", ReferenceKeys.Api), new HeaderField("anthropic-version", "2023-06-01")]);

    /// <summary>Starts this program anew as a client, and reads what it measured.</summary>
    public static async Task<(Measurement Measured, MeasuredProcess Process)> Start(params object[] arguments)
    {
        var texts = arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture)!);
        var process = await MeasuredProcess.Run(Environment.ProcessPath!, [Verb, .. texts]);
        return (Measurement.Parse(process.Output), process);
    }

    public static async Task Run(string[] args)
    {
        await using var client = new WireClient(new WireOptions(new Uri(args[1])) { Retries = 0 });
        var measured = args[0] switch
        {
            "exchanges" => await Many(client, int.Parse(args[2], CultureInfo.InvariantCulture)),
            _ => await Send(client, new Upload(args[2], long.Parse(args[3], CultureInfo.InvariantCulture), bool.Parse(args[4])), int.Parse(args[5], CultureInfo.InvariantCulture)),
        };
        Console.WriteLine(measured.ToJson());
    }

    private static async Task<Measurement> Many(WireClient client, int count)
    {
        var started = Stopwatch.GetTimestamp();
        var exchanges = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => client.SendAsync(Small)));
        return new Measurement([Stopwatch.GetElapsedTime(started).TotalMilliseconds], [.. exchanges.Select(Status)], [0]);
    }

    private static async Task<Measurement> Send(WireClient client, Upload upload, int repetitions)
    {
        // As in a run of the suite, where it is never the first request.
        await client.SendAsync((upload with { Bytes = 400_000 }).Request);
        var exchanges = new List<Exchange>();
        for (var i = 0; i < repetitions; i++)
        {
            exchanges.Add(await client.SendAsync(upload.Request));
        }

        return new Measurement(
            [.. exchanges.Select(exchange => (exchange.AnsweredAfter ?? exchange.Duration).TotalMilliseconds)],
            [.. exchanges.Select(Status)],
            [.. exchanges.Select(exchange => exchange.BytesSent)]);
    }

    private static int Status(Exchange exchange) => exchange.Response?.Status ?? 0;
}
