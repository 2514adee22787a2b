using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Conformance.Suite.Assertions;
using Conformance.Wire;

namespace Conformance.Suite.Preflight;

/// <summary>
/// An answer without what it repeats of its request and without what is new every time (ids, times), so that the answers to two
/// requests can be compared: equal patterns are made by the same hand.
/// </summary>
/// <param name="Status">The status.</param>
/// <param name="MediaType">The media type; null for none.</param>
/// <param name="Location">Where it redirects to; null for nowhere.</param>
/// <param name="Body">The text of the body.</param>
internal sealed partial record AnswerPattern(int Status, string? MediaType, string? Location, string Body)
{
    private const int MostCharacters = 16 * 1024;

    /// <summary>The pattern of an answer; null where none came that says anything about the contract.</summary>
    public static AnswerPattern? Of(Exchange exchange)
    {
        if (exchange.Response is not { } response || Running.Unjudgeable.Why(exchange, Running.JudgedOutcomes.None) is not null)
        {
            return null;
        }

        var own = OwnTexts(exchange);
        var text = Encoding.UTF8.GetString(AnswerBody.Decoded(response) ?? response.Body.ToArray());
        return new AnswerPattern(
            response.Status,
            response.MediaType,
            response.Header("location") is { } location ? Template(location, own) : null,
            Template(text.Length > MostCharacters ? text[..MostCharacters] : text, own));
    }

    // How an answer may repeat what was asked for: the longest first, so that none is cut by another.
    private static List<string> OwnTexts(Exchange exchange)
    {
        var target = exchange.Request.Target;
        var path = target.Split('?', 2)[0];
        var below = path.StartsWith("/v1/", StringComparison.Ordinal) ? path[3..] : path;
        string[] plain =
        [
            exchange.Url.AbsoluteUri, exchange.Url.GetLeftPart(UriPartial.Path), exchange.Url.PathAndQuery, exchange.Url.AbsolutePath,
            target, path, below, path.TrimStart('/'), below.TrimStart('/'),
        ];
        return
        [
            .. plain.SelectMany(Spellings)
                .Where(text => text.Length > 1).Distinct().OrderByDescending(text => text.Length),
        ];
    }

    private static string[] Spellings(string text) =>
        [text, WebUtility.HtmlEncode(text), Uri.EscapeDataString(text), text.Replace("/", "\\/", StringComparison.Ordinal)];

    private static string Template(string text, IReadOnlyList<string> own)
    {
        foreach (var part in own)
        {
            text = text.Replace(part, "…", StringComparison.Ordinal);
        }

        text = Method().Replace(text, "…");
        return Digits().Replace(Token().Replace(text, "#"), "#");
    }

    [GeneratedRegex(@"\b(GET|POST|PUT|PATCH|DELETE)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Method();

    // An id, a time, a trace: long, and with a digit in it.
    [GeneratedRegex(@"(?=[A-Za-z0-9_.:-]*[0-9])[A-Za-z0-9_.:-]{16,}", RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}
