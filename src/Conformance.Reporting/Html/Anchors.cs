using System.Globalization;
using System.Text;
using Conformance.Reporting.Results;

namespace Conformance.Reporting.Html;

/// <summary>
/// The fragment of each case: <c>case-size.over-limit--messages.create--chunked</c>; unique, and safe in a URL. Where nothing is to
/// be seen, in the thousands that passed or were skipped, it is a number.
/// </summary>
public sealed class Anchors
{
    private readonly Dictionary<string, string> _cases = [];

    /// <summary>Gives every case of a run its fragment.</summary>
    public Anchors(IEnumerable<CaseResult> cases)
    {
        HashSet<string> taken = [];
        var number = 0;
        foreach (var result in cases)
        {
            number++;
            var anchor = ReportPage.IsQuiet(result)
                ? string.Create(CultureInfo.InvariantCulture, $"c{number}")
                : "case-" + Safe(result.Id);
            while (!taken.Add(anchor))
            {
                anchor += "~";
            }

            _cases.TryAdd(result.Id, anchor);
        }
    }

    /// <summary>The fragment of a case, without the number sign.</summary>
    public string Case(string id) => _cases[id];

    /// <summary>The fragment of a rule.</summary>
    public static string Rule(string id) => "rule-" + Safe(id);

    /// <summary>The fragment of an exchange.</summary>
    public static string Exchange(string id) =>
        id.StartsWith('x') && id.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 ? id : "x-" + Safe(id);

    private static string Safe(string id)
    {
        var safe = new StringBuilder(id.Length);
        foreach (var character in id.TrimEnd(']'))
        {
            safe.Append(
                character is ':' or '[' ? "--" : char.IsAsciiLetterOrDigit(character)
                    || character is '.' or '_' or '-' ? character.ToString() : "~");
        }

        return safe.ToString();
    }
}
