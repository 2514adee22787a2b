using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Html;

/// <summary>The deciding exchange of a cause, with the parts marked that decided: status line, header concerned, error type.</summary>
internal sealed partial class WireView
{
    private const int BodyCharacters = 4000;

    private static readonly string[] Promised =
        [HeaderNames.RequestId, HeaderNames.OrganizationId, HeaderNames.ContentType, HeaderNames.ContentEncoding];

    private readonly HashSet<string> _concerned;
    private readonly CaseResult _case;

    /// <summary>The view of a case of a rule.</summary>
    public WireView(RuleInfo rule, CaseResult result)
    {
        _case = result;
        var text = $"{rule.Id.Split('.')[^1]} {rule.Title} {rule.Source.Quote} {result.Expected} {result.Message}";
        _concerned = [.. Token().Matches(text.ToLowerInvariant()).Select(match => match.Value)];
        _concerned.UnionWith(Promised.Where(name =>
            rule.Id.Contains(name.Replace("anthropic-", "", StringComparison.Ordinal), StringComparison.Ordinal)));
    }

    /// <summary>What was sent.</summary>
    public IEnumerable<WireLine> Request(RequestInfo request)
    {
        yield return new WireLine(VisibleText.Line($"{request.Method} {request.Url} HTTP/{request.HttpVersion}") + "\n");
        foreach (var header in request.Headers)
        {
            yield return Header(header);
        }

        foreach (var line in Body(request.Body, null))
        {
            yield return line;
        }
    }

    /// <summary>What came back.</summary>
    public IEnumerable<WireLine> Response(ResponseInfo response)
    {
        foreach (var interim in response.Interim)
        {
            yield return new WireLine(string.Create(CultureInfo.InvariantCulture, $"HTTP/{VisibleText.Line(response.HttpVersion)} {interim}\n"));
        }

        yield return new WireLine(StatusLine(response) + "\n", IsMarked: true);
        foreach (var header in response.Headers)
        {
            yield return Header(header);
        }

        foreach (var name in Promised.Where(name => _concerned.Contains(name) && !response.Headers.Any(header => Is(header, name))))
        {
            yield return new WireLine($"no {name}\n", IsMarked: true, IsNote: true);
        }

        foreach (var line in Body(response.Body, ErrorType))
        {
            yield return line;
        }
    }

    /// <summary>The status line as it was on the wire.</summary>
    public static string StatusLine(ResponseInfo response) =>
        VisibleText.Line(string.Create(CultureInfo.InvariantCulture, $"HTTP/{response.HttpVersion} {response.Status} {response.Reason}").TrimEnd());

    /// <summary>How many bytes of the body were on their way when the answer came, as a sentence; null for a request without a body.</summary>
    public static string? Sent(RequestInfo request) => request.Body is not { } body ? null
        : request.BytesSent >= body.Bytes ? $"all {Quantity.Bytes(body.Bytes)} of the body sent"
        : $"{Quantity.Number(request.BytesSent)} of {Quantity.Bytes(body.Bytes)} of the body sent when the answer came";

    private string? ErrorType => _case.Observed.GetValueOrDefault("errorType") is JsonValue value && value.TryGetValue<string>(out var type) ? type : null;

    private WireLine Header(HeaderInfo header) =>
        new(VisibleText.Line($"{header.Name}: {header.Value}") + "\n", IsMarked: _concerned.Contains(header.Name.ToLowerInvariant()));

    private static IEnumerable<WireLine> Body(BodyInfo? body, string? deciding)
    {
        if (body is null or { Bytes: 0 })
        {
            yield return new WireLine("no body\n", IsNote: true);
            yield break;
        }

        var text = Shown(body, BodyCharacters);
        yield return new WireLine("\n");
        var at = string.IsNullOrEmpty(deciding) ? -1 : text.IndexOf(VisibleText.Line(deciding), StringComparison.Ordinal);
        if (at < 0)
        {
            yield return new WireLine(text);
        }
        else
        {
            var end = at + VisibleText.Line(deciding).Length;
            yield return new WireLine(text[..at]);
            yield return new WireLine(text[at..end], IsMarked: true);
            yield return new WireLine(text[end..]);
        }

        if (Cut(body, BodyCharacters) is { } note)
        {
            yield return new WireLine(note, IsNote: true);
        }
    }

    /// <summary>The beginning of a body, long runs of one character (padding) written as their number.</summary>
    public static string Shown(BodyInfo body, int characters)
    {
        var text = Run().Replace(body.Text, run => $"{run.Value[0]}⟨{Quantity.Number(run.Length)} of these⟩");
        return VisibleText.Of(text.Length > characters ? text[..characters] : text);
    }

    /// <summary>What is not shown of a body; null where all of it is.</summary>
    public static string? Cut(BodyInfo body, int characters)
    {
        if (!body.Truncated && body.Text.Length <= characters && body.Description is null)
        {
            return null;
        }

        return $"\n{(body.Description is { } description ? VisibleText.Line(description) + "; " : "… ")}{Quantity.Bytes(body.Bytes)} in all";
    }

    private static bool Is(HeaderInfo header, string name) => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"(.)\1{63,}", RegexOptions.Singleline)]
    private static partial Regex Run();

    // What is the name of a header field in a sentence: a word with a hyphen, or one that is nothing else. "Server" is not.
    [GeneratedRegex(@"\b[a-z][a-z0-9]*(-[a-z0-9]+)+\b|\b(authorization|location|expect)\b")]
    private static partial Regex Token();
}
