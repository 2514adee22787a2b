using System.Globalization;
using Conformance.Reporting.Results;

namespace Conformance.Benchmarks;

/// <summary>A large body of a run, for curl to send again.</summary>
/// <param name="Upload">Where it goes, its size and framing.</param>
/// <param name="File">A file that holds such a body.</param>
/// <param name="Waits">Whether the request waits for a 100.</param>
internal sealed record LargeBody(Upload Upload, string File, bool Waits)
{
    private const long Large = 1_000_000;

    /// <summary>
    /// The large bodies that a run sent whole over HTTP/1.1, more than a megabyte each; those of one size share a file. Curl 7.88
    /// does not always end where it sends many at a time and one of them is answered early.
    /// </summary>
    public static async Task<IReadOnlyList<LargeBody>> Of(RunResult results, string directory)
    {
        var bodies = new List<LargeBody>();
        foreach (var request in results.Exchanges.Where(exchange => exchange.Response?.Status is 200 or 400)
            .Select(exchange => exchange.Request)
            .Where(request => request.BytesSent > Large && request.HttpVersion == "1.1"))
        {
            var isChunked = request.Headers.Any(header => header.Name == "transfer-encoding");
            var upload = new Upload(new Uri(request.Url).AbsolutePath, request.Body!.Bytes, isChunked);
            var name = string.Create(CultureInfo.InvariantCulture, $"{upload.Path.Replace('/', '-')}-{upload.Bytes}");
            var file = Path.Combine(directory, name);
            if (!System.IO.File.Exists(file))
            {
                await upload.WriteTo(file);
            }

            bodies.Add(new LargeBody(upload, file, request.Headers.Any(header => header.Name == "expect")));
        }

        return bodies;
    }
}
