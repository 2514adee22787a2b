using Conformance.SelfTests.Support;
using Spectre.Console;
using static Conformance.Benchmarks.Program;

namespace Conformance.Benchmarks;

/// <summary>Bodies at and over the limit of each group: the suite's client against curl, to the same server.</summary>
internal static class Uploads
{
    private const int Repetitions = 9;

    private static readonly (string Path, long Accepted, long Refused)[] Limits =
    [
        ("/v1/messages", 32_000_000, 33_554_433),
        ("/v1/messages/batches", 256_000_000, 268_435_457),
        ("/v1/files", 500_000_000, 524_288_001),
    ];

    public static async Task Run()
    {
        await using var server = await ReferenceProcess.Start();
        var at = Table("at the limit", "curl ms", "client ms", "of curl", "curl peak MB", "client peak MB", "answers");
        var over = Table(
            "over the limit", "curl ms until answered", "client ms until answered", "curl MB sent", "client MB sent", "answers");
        foreach (var (path, accepted, refused) in Limits)
        {
            foreach (var isChunked in new[] { false, true })
            {
                await Compare(server.Url, new Upload(path, accepted, isChunked), (name, curl, client) => at.AddRow(
                    name, Text($"{curl.Median:N0}"), Text($"{client.Median:N0}"), Text($"{client.Median / curl.Median:0.00}"),
                    Text($"{curl.PeakBytes / 1e6:N0}"), Text($"{client.PeakBytes / 1e6:N0}"), Answers(curl, client)));
                await Compare(server.Url, new Upload(path, refused, isChunked), (name, curl, client) => over.AddRow(
                    name, Text($"{curl.Median:N0}"), Text($"{client.Median:N0}"),
                    Text($"{curl.MostSent / 1e6:N1}"), Text($"{client.MostSent / 1e6:N1}"), Answers(curl, client)));
            }
        }

        AnsiConsole.Write(at);
        AnsiConsole.Write(over);
    }

    private static async Task Compare(Uri url, Upload upload, Action<string, Measurement, Measurement> add)
    {
        var file = Path.Combine(TestDirectory.Create(), "body");
        await upload.WriteTo(file);

        // In turns, so that whatever else the machine does falls on both.
        var curl = new List<MeasuredUpload>();
        var client = new List<MeasuredUpload>();
        for (var i = 0; i < Repetitions; i++)
        {
            curl.Add(await Curl.Send(url, upload, file));
            client.Add(await ClientUnderMeasure.Send(url, upload));
        }

        File.Delete(file);
        add(
            Text($"{upload.Path} {upload.Bytes:N0} {(upload.IsChunked ? "chunked" : "content-length")}"),
            new Measurement(curl),
            new Measurement(client));
    }

    private static string Answers(Measurement curl, Measurement client) =>
        $"{string.Join('/', curl.Statuses)} · {string.Join('/', client.Statuses)}";
}
