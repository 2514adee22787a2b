using System.Globalization;
using System.Text;
using Conformance.Contract;
using Conformance.Reference;
using Microsoft.AspNetCore.Http.Features;

namespace Conformance.Gateway.Passing;

/// <summary>A request on its way to the upstream; what can be changed of it stands here.</summary>
internal sealed class ForwardedRequest
{
    private ForwardedRequest(HttpContext http, ReferenceGatewayOptions options, string target, List<HeaderLine> headers)
    {
        Http = http;
        Options = options;
        Target = target;
        Headers = headers;
        HasBody = http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        Length = HasBody ? http.Request.ContentLength : null;
    }

    /// <summary>The client's side of the exchange.</summary>
    public HttpContext Http { get; }

    /// <summary>What the gateway was started with.</summary>
    public ReferenceGatewayOptions Options { get; }

    /// <summary>Path and query as they go upstream; as the client sent them, behind the path of the upstream's base URL.</summary>
    public string Target { get; set; }

    /// <summary>The header lines as they go upstream, in order; <c>host</c> and the fields that frame a body among them.</summary>
    public List<HeaderLine> Headers { get; }

    /// <summary>Whether there may be a body.</summary>
    public bool HasBody { get; }

    /// <summary>The declared length of the body in bytes; null where it comes in chunks, or there is none.</summary>
    public long? Length { get; set; }

    /// <summary>Whether the client declared both a length and a transfer coding.</summary>
    public bool HasTwoLengths { get; private init; }

    /// <summary>Makes another body of the whole one; null streams it as it is.</summary>
    public Func<byte[], byte[]>? Rewrite { get; private set; }

    /// <summary>Where the body ends early, in bytes; null nowhere.</summary>
    public long? CutAt { get; set; }

    /// <summary>The key of the client that another was put in place of; null where none was.</summary>
    public string? MappedKey { get; private set; }

    /// <summary>The key that went upstream in its place; null where none did.</summary>
    public string? UpstreamKey => MappedKey is null ? null : Options.Keys[MappedKey];

    /// <summary>Whether the body is JSON without a content coding.</summary>
    public bool IsJson => HasBody
        && !Headers.Has(HeaderNames.ContentEncoding)
        && Headers.First(HeaderNames.ContentType)?.StartsWith(MediaTypes.Json, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether the body waits for a 100.</summary>
    public bool ExpectsContinue => HasBody && Headers.First("expect")?.Equals("100-continue", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Makes the request that goes upstream.</summary>
    /// <param name="http">The client's request.</param>
    /// <param name="rawHead">Its head as it stood on the wire; empty where it is not known.</param>
    /// <param name="target">Its target below the gateway's own prefix.</param>
    /// <param name="options">What the gateway was started with.</param>
    /// <param name="conduct">How the gateway behaves.</param>
    /// <exception cref="SmugglingException">It declares its length twice over.</exception>
    public static ForwardedRequest From(
        HttpContext http, ReadOnlySpan<byte> rawHead, string target, ReferenceGatewayOptions options, Conduct conduct)
    {
        List<HeaderLine> received = [.. rawHead.IsEmpty ? Fields(http.Request.Headers) : Lines(Encoding.Latin1.GetString(rawHead))];
        var isSized = received.Has("content-length") || received.Has("x-content-length");
        var hasTwoLengths = received.Has("transfer-encoding") && isSized;
        if (hasTwoLengths && !conduct.ForwardsBothFields)
        {
            throw new SmugglingException();
        }

        List<HeaderLine> headers = [.. conduct.CopiesHopByHop ? HopByHop.Copied(received) : HopByHop.Without(received)];
        headers.Put("host", options.Upstream.Authority);
        Join(headers, "cookie", "; ");
        var path = options.Upstream.AbsolutePath.TrimEnd('/');
        var request = new ForwardedRequest(http, options, target.StartsWith('/') ? path + target : target, headers)
        {
            HasTwoLengths = hasTwoLengths,
        };
        request.MapKeys(conduct.ForwardsAuthorization);
        return request;
    }

    /// <summary>Puts the upstream's name of a model in the place of the client's; all else stays as it is, byte for byte.</summary>
    public void MapModel()
    {
        if (IsJson && Options.Models.Count > 0)
        {
            Rewriting(bytes => Options.Models.Aggregate(bytes, (body, model) => Encoding.Latin1.GetBytes(
                Encoding.Latin1.GetString(body).Replace($"\"model\":\"{model.Key}\"", $"\"model\":\"{model.Value}\"",
                    StringComparison.Ordinal))));
        }
    }

    /// <summary>Changes the whole body after whatever changes it already.</summary>
    public void Rewriting(Func<byte[], byte[]> change)
    {
        var before = Rewrite ?? (bytes => bytes);
        Rewrite = bytes => change(before(bytes));
    }

    /// <summary>The head as it goes upstream.</summary>
    public byte[] Head()
    {
        if (HasBody && Length is { } length)
        {
            Headers.Put("content-length", length.ToString(CultureInfo.InvariantCulture));
        }

        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Http.Request.Method} {Target} HTTP/1.1\r\n");
        foreach (var (name, value) in Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        if (HasBody && Length is null)
        {
            head.Append("transfer-encoding: chunked\r\n");
        }

        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }

    private static IEnumerable<HeaderLine> Fields(IHeaderDictionary headers) => headers
        .Where(field => !field.Key.StartsWith(':'))
        .SelectMany(field => field.Value.Select(value => new HeaderLine(field.Key, value ?? "")));

    private static IEnumerable<HeaderLine> Lines(string head) =>
        from line in head.Split('\n').Skip(1)
        let text = line.TrimEnd('\r')
        let colon = text.IndexOf(':', StringComparison.Ordinal)
        where colon > 0
        select new HeaderLine(text[..colon], text[(colon + 1)..].Trim(' ', '\t'));

    // HTTP/2 may split it (RFC 9113, section 8.2.3).
    private static void Join(List<HeaderLine> headers, string name, string separator)
    {
        var values = headers.Where(line => line.Is(name)).Select(line => line.Value).ToList();
        if (values.Count > 1)
        {
            headers.Put(name, string.Join(separator, values));
        }
    }

    private void MapKeys(bool leavesAuthorization)
    {
        const string Bearer = "Bearer ";
        string Map(string key)
        {
            if (!Options.Keys.TryGetValue(key, out var upstream))
            {
                return key;
            }

            MappedKey = key;
            return upstream;
        }

        Headers.Change(HeaderNames.ApiKey, Map);
        if (!leavesAuthorization)
        {
            Headers.Change(HeaderNames.Authorization, value =>
                value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
                    ? value[..Bearer.Length] + Map(value[Bearer.Length..].Trim())
                    : value);
        }
        else if (
            Headers.First(HeaderNames.Authorization) is { Length: > 7 } value && value[Bearer.Length..].Trim() is var key
                && Map(key) != key)
        {
            Headers.Put(HeaderNames.ApiKey, Map(key));
        }
    }
}
