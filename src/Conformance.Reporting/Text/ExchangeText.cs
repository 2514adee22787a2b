using System.Globalization;
using System.Text;
using Conformance.Reporting.Results;

namespace Conformance.Reporting.Text;

/// <summary>
/// An exchange as plain text, the way curl's <c>-v</c> shows one: <c>&gt;</c> before what was sent, <c>&lt;</c> before what
/// came. Invisible characters are made visible, so no line of it can be taken for anything else.
/// </summary>
public static class ExchangeText
{
    /// <summary>The exchange with at most <paramref name="bodyLimit"/> characters of each body.</summary>
    public static string Of(ExchangeInfo exchange, int bodyLimit = int.MaxValue)
    {
        var text = new StringBuilder();
        AppendRequest(text, exchange.Request, bodyLimit);
        if (exchange.Response is { } response)
        {
            AppendResponse(text, response, bodyLimit);
        }
        else
        {
            text.Append("< ").Append(VisibleText.Line(Ending(exchange))).Append('\n');
        }

        var timings = exchange.Timings;
        text.Append(CultureInfo.InvariantCulture, $"* {exchange.Request.BytesSent:N0} body bytes sent; attempts {exchange.Attempts}; ");
        text.Append(
            timings.AnsweredMs is { } answered ? string.Create(CultureInfo.InvariantCulture, $"answered after {answered:0.0} ms; ") : "");
        return text.Append(CultureInfo.InvariantCulture, $"{timings.TotalMs:0.0} ms in all\n").ToString();
    }

    /// <summary>The exchange in one line: <c>POST /v1/messages → 401</c>, or how it ended without an answer.</summary>
    public static string Line(ExchangeInfo exchange) => VisibleText.Line(string.Create(
        CultureInfo.InvariantCulture,
        $"{exchange.Request.Method} {Path(exchange.Request.Url)} → "
            + $"{(exchange.Response is { } response ? response.Status : Ending(exchange))}"));

    private static string Path(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.PathAndQuery : url;

    private static string Ending(ExchangeInfo exchange) =>
        exchange.Detail is { } detail ? $"no answer: {exchange.Outcome} ({detail})" : $"no answer: {exchange.Outcome}";

    private static void AppendRequest(StringBuilder text, RequestInfo request, int bodyLimit)
    {
        AppendLine(text, '>', $"{request.Method} {request.Url} HTTP/{request.HttpVersion}");
        AppendMessage(text, '>', request.Headers, request.Body, bodyLimit);
    }

    private static void AppendResponse(StringBuilder text, ResponseInfo response, int bodyLimit)
    {
        foreach (var status in response.Interim ?? [])
        {
            AppendLine(text, '<', string.Create(CultureInfo.InvariantCulture, $"HTTP/{response.HttpVersion} {status}"));
        }

        AppendLine(
            text,
            '<',
            string.Create(CultureInfo.InvariantCulture, $"HTTP/{response.HttpVersion} {response.Status} {response.Reason}").TrimEnd());
        AppendMessage(text, '<', response.Headers, response.Body, bodyLimit);
    }

    private static void AppendMessage(StringBuilder text, char direction, IReadOnlyList<HeaderInfo> headers, BodyInfo? body, int bodyLimit)
    {
        foreach (var header in headers)
        {
            AppendLine(text, direction, $"{header.Name}: {header.Value}");
        }

        AppendLine(text, direction, "");
        if (body is null)
        {
            return;
        }

        var shown = VisibleText.Of(body.Text.Length > bodyLimit ? body.Text[..bodyLimit] : body.Text);
        foreach (var line in shown.Length == 0 ? [] : shown.Split('\n'))
        {
            text.Append(direction).Append(' ').Append(line).Append('\n');
        }

        if (body.Truncated || body.Text.Length > bodyLimit || body.Description is not null)
        {
            var of = body.Description is { } description ? $": {VisibleText.Line(description)}" : "";
            text.Append(CultureInfo.InvariantCulture, $"* a body of {body.Bytes:N0} bytes{of}\n");
        }
    }

    private static void AppendLine(StringBuilder text, char direction, string line) =>
        text.Append(direction).Append(' ').Append(VisibleText.Line(line)).Append('\n');
}
