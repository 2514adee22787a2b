using System.Globalization;
using Conformance.Reporting.Results;

namespace Conformance.Benchmarks;

/// <summary>A large body of a run, for curl to send again.</summary>
/// <param name="Upload">Where it goes, its size and framing.</param>
/// <param name="File">A file that holds such a body.</param>
/// <param name="Waits">Whether the request waits for a 100.</param>
/// <param name="IsHttp2">Whether it goes over HTTP/2, with prior knowledge.</param>
internal sealed record LargeBody(Upload Upload, string File, bool Waits, bool IsHttp2)
{
    private const long Large = 1_000_000;

    /// <summary>
    /// The large bodies of a run, of which it sent more than a megabyte each; those of one size share a file. Curl as well stops
    /// where an answer comes early.
    /// </summary>
    public static async Task<IReadOnlyList<LargeBody>> Of(RunResult results, string directory)
    {
        var bodies = new List<LargeBody>();
        foreach (var request in results.Exchanges.Select(exchange => exchange.Request).Where(request => request.BytesSent > Large))
        {
            var isChunked = request.Headers.Any(header => header.Name == "transfer-encoding");
            var upload = new Upload(new Uri(request.Url).AbsolutePath, request.Body!.Bytes, isChunked);
            var name = string.Create(CultureInfo.InvariantCulture, $"{upload.Path.Replace('/', '-')}-{upload.Bytes}");
            var file = Path.Combine(directory, name);
            if (!System.IO.File.Exists(file))
            {
                await upload.WriteTo(file);
            }

            bodies.Add(new LargeBody(upload, file, request.Headers.Any(header => header.Name == "expect"), request.HttpVersion == "2"));
        }

        return bodies;
    }
}
