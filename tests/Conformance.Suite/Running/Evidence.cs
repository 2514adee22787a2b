using System.Text;
using Conformance.Reporting.Results;
using Conformance.Wire;

namespace Conformance.Suite.Running;

/// <summary>Cuts an exchange down to what evidence needs, and takes the secrets out.</summary>
internal static class Evidence
{
    private const int ShownBytes = 4 * 1024;

    public static ExchangeInfo Of(Exchange exchange, Redactor redactor)
    {
        var request = exchange.Request;
        return new ExchangeInfo(
            new RequestInfo(
                request.Method,
                redactor.Text(exchange.Url.AbsoluteUri),
                Version(request.Version ?? exchange.Response?.Version ?? System.Net.HttpVersion.Version11),
                [.. exchange.SentHeaders.Select(field => Header(field, redactor))],
                request.Body is { } body ? Body(body, request.Framing, redactor) : null,
                exchange.BytesSent),
            exchange.Response is { } response ? Response(response, redactor) : null,
            exchange.Outcome.ToString().ToLowerInvariant(),
            exchange.Detail is { } detail ? redactor.Text(detail) : null,
            exchange.Attempts,
            new TimingInfo(Milliseconds(exchange.SentAfter), Milliseconds(exchange.AnsweredAfter), Math.Round(exchange.Duration.TotalMilliseconds, 2)));
    }

    private static ResponseInfo Response(Response response, Redactor redactor)
    {
        var shown = response.Body.Span[..Math.Min(response.Body.Length, ShownBytes)];
        return new ResponseInfo(
            response.Status,
            response.Reason,
            Version(response.Version),
            [.. response.Headers.Select(field => Header(field, redactor))],
            response.BodyLength == 0 ? null : new BodyInfo(response.BodyLength, redactor.Text(Encoding.UTF8.GetString(shown)), shown.Length < response.BodyLength),
            response.Interim);
    }

    private static BodyInfo Body(RequestBody body, BodyFraming framing, Redactor redactor)
    {
        var text = redactor.Text(Encoding.UTF8.GetString(body.Prefix.Span[..Math.Min(body.Prefix.Length, ShownBytes)]));
        if (body.Filler == 0)
        {
            return new BodyInfo(body.Length, text, body.Prefix.Length > ShownBytes);
        }

        var framed = framing switch
        {
            BodyFraming.Chunked => ", chunked",
            BodyFraming.ExpectContinue => ", after a 100",
            BodyFraming.ExpectOnly => ", asked for and not sent",
            BodyFraming.DeclaredOnly => ", declared and not sent",
            _ => "",
        };
        return new BodyInfo(
            body.Length, text, true, FormattableString.Invariant($"{body.Prefix.Length} bytes, {body.Filler:N0} spaces, {body.Suffix.Length} bytes{framed}"));
    }

    private static HeaderInfo Header(HeaderField field, Redactor redactor)
    {
        var shown = redactor.Field(field);
        return new HeaderInfo(shown.Name, shown.Value);
    }

    private static string Version(Version version) => version.Major >= 2 ? version.Major.ToString(System.Globalization.CultureInfo.InvariantCulture) : version.ToString(2);

    private static double? Milliseconds(TimeSpan? time) => time is { } value ? Math.Round(value.TotalMilliseconds, 2) : null;
}
