using System.IO.Compression;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Conformance.Contract;
using Conformance.Reference;

namespace Conformance.Clients;

/// <summary>The bodies of a client's requests, as far as they were kept.</summary>
internal static class RequestBodies
{
    // What is counted of the boundary of a form: it is made anew for each attempt of a request.
    private static readonly byte[] AnyBoundary = "boundary"u8.ToArray();

    /// <summary>What bodies alike have in common: two forms are alike whose parts are, whatever their boundaries.</summary>
    public static string Fingerprint(UpstreamArrival arrival)
    {
        var body = arrival.Body.Kept.Span;
        if (Boundary(arrival) is not { Length: > 0 } boundary)
        {
            return Convert.ToHexString(SHA256.HashData(body));
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var separator = Encoding.Latin1.GetBytes(boundary);
        for (int at; (at = body.IndexOf(separator)) >= 0; body = body[(at + separator.Length)..])
        {
            hash.AppendData(body[..at]);
            hash.AppendData(AnyBoundary);
        }

        hash.AppendData(body);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>The body without its content coding; null where the coding is unknown here or does not fit.</summary>
    public static ReadOnlyMemory<byte>? Decoded(UpstreamArrival arrival)
    {
        var kept = arrival.Body.Kept;
        if (arrival.Values(HeaderNames.ContentEncoding) is not { Count: > 0 } codings)
        {
            return kept;
        }

        if (codings is not [var coding] || !coding.Equals("gzip", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            using var unzipped = new GZipStream(new MemoryStream(kept.ToArray()), CompressionMode.Decompress);
            var decoded = new MemoryStream();
            var buffer = new byte[64 * 1024];
            for (int count; decoded.Length <= ClientRun.KeptOfBody && (count = unzipped.Read(buffer)) > 0;)
            {
                decoded.Write(buffer, 0, count);
            }

            return decoded.Length <= ClientRun.KeptOfBody ? decoded.ToArray() : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static string? Boundary(UpstreamArrival arrival) =>
        arrival.Values(HeaderNames.ContentType) is [var type] && MediaTypeHeaderValue.TryParse(type, out var media)
            && media.MediaType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
            ? media.Parameters.FirstOrDefault(one => one.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"')
            : null;
}
