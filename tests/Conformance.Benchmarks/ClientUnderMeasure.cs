using System.Diagnostics;
using System.Globalization;
using Conformance.Reference;
using Conformance.Wire;

namespace Conformance.Benchmarks;

/// <summary>The suite's client as a process of its own, so that its memory and its time are its own.</summary>
internal static class ClientUnderMeasure
{
    public const string Verb = "client";

    private const int RequestsBefore = 24;

    private static readonly Request Small = new(
        "GET", "/v1/models", [new HeaderField("x-api-key", ReferenceKeys.Api), new HeaderField("anthropic-version", "2023-06-01")]);

    /// <summary>Sends many small requests, in a process of its own.</summary>
    public static async Task<(double Milliseconds, int Answered, MeasuredProcess Process)> Many(Uri url, int count)
    {
        var process = await Start("exchanges", url, count);
        var written = process.Output.Split(' ');
        return (double.Parse(written[0], CultureInfo.InvariantCulture), int.Parse(written[1], CultureInfo.InvariantCulture), process);
    }

    /// <summary>Sends a large body, in a process of its own.</summary>
    public static async Task<MeasuredUpload> Send(Uri url, Upload upload)
    {
        var process = await Start("upload", url, upload.Path, upload.Bytes, upload.IsChunked);
        var written = process.Output.Split(' ');
        return new MeasuredUpload(
            double.Parse(written[0], CultureInfo.InvariantCulture), int.Parse(written[1], CultureInfo.InvariantCulture),
            long.Parse(written[2], CultureInfo.InvariantCulture), process.PeakBytes);
    }

    /// <summary>What such a process does.</summary>
    public static async Task Run(string[] args)
    {
        await using var client = new WireClient(new WireOptions(new Uri(args[1])) { Retries = 0 });
        if (args[0] == "exchanges")
        {
            var started = Stopwatch.GetTimestamp();
            var exchanges = await Task.WhenAll(
                Enumerable.Range(0, int.Parse(args[2], CultureInfo.InvariantCulture)).Select(_ => client.SendAsync(Small)));
            var took = Stopwatch.GetElapsedTime(started);
            Console.Write(Program.Text($"{took.TotalMilliseconds} {exchanges.Count(exchange => exchange.Response?.Status == 200)}"));
        }
        else
        {
            var upload = new Upload(args[2], long.Parse(args[3], CultureInfo.InvariantCulture), bool.Parse(args[4]));

            // As in a run of the suite, where dozens of requests have gone before.
            for (var i = 0; i < RequestsBefore; i++)
            {
                await client.SendAsync((upload with { Bytes = 400_000 }).Request);
            }

            var exchange = await client.SendAsync(upload.Request);
            var took = exchange.AnsweredAfter ?? exchange.Duration;
            Console.Write(Program.Text($"{took.TotalMilliseconds} {exchange.Response?.Status ?? 0} {exchange.BytesSent}"));
        }
    }

    private static Task<MeasuredProcess> Start(params object[] arguments) =>
        MeasuredProcess.Run(
            Path.Combine(AppContext.BaseDirectory, "Conformance.Benchmarks"),
            [Verb, .. arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture)!)]);
}
