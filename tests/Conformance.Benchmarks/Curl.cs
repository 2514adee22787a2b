using System.Globalization;
using Conformance.Reference;

namespace Conformance.Benchmarks;

/// <summary>curl, doing the same.</summary>
internal static class Curl
{
    /// <summary>Gets one address many times, in one process.</summary>
    public static async Task<MeasuredProcess> Many(Uri url, int count, int atATime, string directory)
    {
        var file = Path.Combine(directory, "urls");
        await File.WriteAllLinesAsync(file, Enumerable.Repeat($"url = \"{new Uri(url, "/v1/models")}\"\noutput = \"/dev/null\"", count));
        string[] parallel = atATime > 1 ? ["--parallel", "--parallel-max", $"{atATime}"] : [];
        return await MeasuredProcess.Run(
            "curl",
            [
                "--silent", .. parallel, "--header", $"x-api-key: {ReferenceKeys.Api}", "--header", "anthropic-version: 2023-06-01",
                "--config", file
            ]);
    }

    /// <summary>Streams many files as request bodies, one after the other, in one process.</summary>
    public static async Task<MeasuredProcess> SendAll(Uri url, IEnumerable<LargeBody> bodies, string directory)
    {
        var config = Path.Combine(directory, "requests");
        await File.WriteAllLinesAsync(config, bodies.SelectMany(body => Options(url, body).Append("next")));
        return await MeasuredProcess.Run("curl", ["--silent", "--config", config]);
    }

    /// <summary>Streams a file as a request body.</summary>
    public static async Task<MeasuredUpload> Send(Uri url, Upload upload, string file)
    {
        string[] framing = upload.IsChunked ? ["--header", "transfer-encoding: chunked"] : [];
        var process = await MeasuredProcess.Run("curl",
        [
            "--silent", "--http1.1", "--request", "POST", "--upload-file", file, "--output", "/dev/null",
            "--write-out", "%{http_code} %{time_total} %{size_upload}", "--header", "expect:",
            .. framing,
            .. upload.Headers.SelectMany(header => new[] { "--header", $"{header.Name}: {header.Value}" }),
            new Uri(url, upload.Path).AbsoluteUri,
        ]);
        var written = process.Output.Split(' ');
        return new MeasuredUpload(
            1000 * double.Parse(written[1], CultureInfo.InvariantCulture), int.Parse(written[0], CultureInfo.InvariantCulture),
            long.Parse(written[2], CultureInfo.InvariantCulture), process.PeakBytes);
    }

    private static IEnumerable<string> Options(Uri url, LargeBody body) =>
    [
        $"url = \"{new Uri(url, body.Upload.Path)}\"",
        "request = \"POST\"",
        $"upload-file = \"{body.File}\"",
        "output = \"/dev/null\"",
        body.IsHttp2 ? "http2-prior-knowledge" : "http1.1",
        "write-out = \"%{size_upload}\\n\"",
        "max-time = 60",
        body.Waits ? "header = \"expect: 100-continue\"" : "header = \"expect:\"",
        .. body.Upload.IsChunked ? ["header = \"transfer-encoding: chunked\""] : Array.Empty<string>(),
        .. body.Upload.Headers.Select(header => $"header = \"{header.Name}: {header.Value}\""),
    ];
}
