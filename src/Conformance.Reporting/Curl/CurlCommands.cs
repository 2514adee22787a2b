using System.Globalization;
using System.Text.RegularExpressions;
using Conformance.Contract;
using Conformance.Reporting.Results;

namespace Conformance.Reporting.Curl;

/// <summary>Makes the curl command that repeats a request, every part of it quoted for a POSIX shell.</summary>
public static partial class CurlCommands
{
    /// <summary>What stands in results for a secret.</summary>
    public const string Redacted = "[redacted]";

    // curl asks for a 100 by itself before a body of this many bytes.
    private const long ExpectThreshold = 1024 * 1024;

    /// <summary>The command that repeats a request.</summary>
    public static CurlCommand Of(RequestInfo request)
    {
        var body = CurlBody.Of(request.Body);
        List<string> words = ["curl -i -sS" + Protocol(request)];
        words.AddRange(Method(request));
        words.Add(Shell.Quote(request.Url));
        words.AddRange(Headers(request).Select(header => "-H " + header));
        if (body.Argument is { } argument)
        {
            words.Add(argument);
        }

        var curl = string.Join(" \\\n  ", words);
        return new CurlCommand(body.Producer is { } producer ? $"{producer} |\n{curl}" : curl, body.Note);
    }

    private static string Protocol(RequestInfo request)
    {
        // Without this curl reads [] and {} in a URL as a range.
        var glob = request.Url.AsSpan().IndexOfAny("[]{}") >= 0 ? " --globoff" : "";
        return glob + (request.HttpVersion, request.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) switch
        {
            ("2", true) => " --http2",
            ("2", false) => " --http2-prior-knowledge",
            _ => " --http1.1",
        };
    }

    private static IEnumerable<string> Method(RequestInfo request) => request.Method switch
    {
        "HEAD" => ["--head"],
        "GET" when request.Body is null => [],
        "POST" when request.Body is not null => [],
        var method => ["-X " + Shell.Quote(method)],
    };

    private static IEnumerable<string> Headers(RequestInfo request)
    {
        foreach (var header in request.Headers.Where(header => !IsCurlsOwn(header, request)))
        {
            yield return Header(header, request);
        }

        // curl adds these unless it is told not to.
        List<string> unasked = ["user-agent", "accept"];
        if (request.Body is not null)
        {
            unasked.Add("content-type");
        }

        if (request.Body?.Bytes > ExpectThreshold)
        {
            unasked.Add("expect");
        }

        foreach (var name in unasked.Where(name => !request.Headers.Any(header => Is(header, name))))
        {
            yield return Shell.Quote(name + ":");
        }
    }

    private static string Header(HeaderInfo header, RequestInfo request)
    {
        if (header.Value.Length == 0)
        {
            // With a semicolon curl sends the header without a value; with a colon it would leave it out.
            return Shell.Quote(header.Name + ";");
        }

        var parts = $"{header.Name}: {header.Value}".Split(Redacted).Select(Shell.Quote);
        return string.Join($"\"${Variable(header, request)}\"", parts.Select(part => part == "''" ? "" : part));
    }

    private static string Variable(HeaderInfo header, RequestInfo request)
    {
        if (!Is(header, HeaderNames.ApiKey) && !Is(header, HeaderNames.Authorization))
        {
            return NotInName().Replace(header.Name.ToUpperInvariant(), "_");
        }

        return request.Url.Contains("/v1/organizations", StringComparison.Ordinal) ? "CONFORMANCE_ADMIN_API_KEY" : "CONFORMANCE_API_KEY";
    }

    private static bool IsCurlsOwn(HeaderInfo header, RequestInfo request)
    {
        if (header.Name.StartsWith(':'))
        {
            return true;
        }

        if (Is(header, "host"))
        {
            return Uri.TryCreate(request.Url, UriKind.Absolute, out var url)
                && header.Value.Equals(url.Authority, StringComparison.OrdinalIgnoreCase);
        }

        // A declared length that is not the body's is what such a request is about.
        var length = (request.Body?.Bytes ?? 0).ToString(CultureInfo.InvariantCulture);
        return Is(header, "content-length") && header.Value == length && request.Body is not null;
    }

    private static bool Is(HeaderInfo header, string name) => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("[^A-Z0-9]")]
    private static partial Regex NotInName();
}
