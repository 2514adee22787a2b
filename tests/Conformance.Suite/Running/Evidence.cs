using System.Text;
using Conformance.Reporting.Results;
using Conformance.Reporting.Secrets;
using Conformance.Wire;

namespace Conformance.Suite.Running;

/// <summary>Cuts an exchange down to what evidence needs, and takes the secrets out.</summary>
internal static class Evidence
{
    private const int ShownCharacters = 4 * 1024;

    public static ExchangeInfo Of(Exchange exchange, string id, Redactor redactor)
    {
        var request = exchange.Request;
        return new ExchangeInfo(
            id,
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
            new TimingInfo(
                Milliseconds(exchange.SentAfter), Milliseconds(exchange.AnsweredAfter), Math.Round(exchange.Duration.TotalMilliseconds, 2)))
        {
            Continued = exchange.ContinueReceived,
        };
    }

    private static ResponseInfo Response(Response response, Redactor redactor)
    {
        // Redacted first and cut afterwards: a cut through a secret would hide it from the redaction.
        var text = redactor.Text(Encoding.UTF8.GetString(response.Body.Span));
        var shown = Cut(text);
        return new ResponseInfo(
            response.Status,
            redactor.Text(response.Reason),
            Version(response.Version),
            [.. response.Headers.Select(field => Header(field, redactor))],
            response.BodyLength == 0 ? null : new BodyInfo(response.BodyLength, shown, shown.Length < text.Length || response.IsTruncated),
            response.Interim.Count > 0 ? response.Interim : null);
    }

    private static BodyInfo Body(RequestBody body, BodyFraming framing, Redactor redactor)
    {
        var text = redactor.Text(Encoding.UTF8.GetString(body.Prefix.Span));
        var shown = Cut(text);
        if (body.Filler == 0)
        {
            return new BodyInfo(body.Length, shown, shown.Length < text.Length);
        }

        var framed = framing switch
        {
            BodyFraming.Chunked => ", chunked",
            BodyFraming.ExpectContinue => ", after a 100",
            BodyFraming.ExpectOnly => ", asked for and not sent",
            BodyFraming.DeclaredOnly => ", declared and not sent",
            _ => "",
        };
        var filler = body.FillerByte == ' ' ? "spaces" : $"times {(char)body.FillerByte}";
        return new BodyInfo(
            body.Length, shown, true, FormattableString.Invariant(
                $"{body.Prefix.Length} bytes, {body.Filler:N0} {filler}, {body.Suffix.Length} bytes{framed}"));
    }

    private static string Cut(string text) => text.Length <= ShownCharacters ? text
        : text[..(char.IsHighSurrogate(text[ShownCharacters - 1]) ? ShownCharacters - 1 : ShownCharacters)];

    private static HeaderInfo Header(HeaderField field, Redactor redactor)
    {
        // A name is the target's to choose as well.
        return new HeaderInfo(redactor.Text(field.Name), redactor.Field(field.Name, field.Value));
    }

    private static string Version(Version version) =>
        version.Major >= 2 ? version.Major.ToString(System.Globalization.CultureInfo.InvariantCulture) : version.ToString(2);

    private static double? Milliseconds(TimeSpan? time) => time is { } value ? Math.Round(value.TotalMilliseconds, 2) : null;
}
