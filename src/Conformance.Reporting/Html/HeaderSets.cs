using System.Globalization;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Html;

/// <summary>
/// The header lines that many exchanges have in common, written once: 1,500 exchanges repeat the same dozen sets, and
/// what differs is what a reader looks for.
/// </summary>
public sealed class HeaderSets
{
    // A line that fewer exchanges share costs less where it stands than in a set.
    private const int Shared = 8;

    private static readonly string[] OfTheAnswerAlone = ["date:", "content-length:"];

    private readonly Dictionary<string, int> _occurrences = [];
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<IReadOnlyList<string>> _sets = [];

    /// <summary>Learns which lines are shared, and numbers the sets in the order of the exchanges.</summary>
    public HeaderSets(IEnumerable<ExchangeInfo> exchanges)
    {
        List<IReadOnlyList<HeaderInfo>> heads =
        [
            .. exchanges.SelectMany(exchange => new[] { exchange.Request.Headers, exchange.Response?.Headers ?? [] }),
        ];
        foreach (var line in heads.SelectMany(head => head).Select(Line))
        {
            _occurrences[line] = _occurrences.GetValueOrDefault(line) + 1;
        }

        foreach (var head in heads)
        {
            Part(head);
        }
    }

    /// <summary>The sets in the order of their numbers, which begin at 1.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Sets => _sets;

    /// <summary>Parts headers into those of their own and the number of a shared set; null where they share too little.</summary>
    public (IReadOnlyList<string> Own, int? Set) Part(IReadOnlyList<HeaderInfo> headers)
    {
        List<string> lines = [.. headers.Select(Line)];
        List<string> shared = [.. lines.Where(IsShared)];
        if (shared.Count < 2)
        {
            return (lines, null);
        }

        return ([.. lines.Where(line => !IsShared(line))], Number(shared));
    }

    /// <summary>The fragment of a set.</summary>
    public static string Anchor(int number) => string.Create(CultureInfo.InvariantCulture, $"set-{number}");

    // The same second or length is chance, and would make a set of each.
    private bool IsShared(string line) =>
        _occurrences.GetValueOrDefault(line) >= Shared
        && !OfTheAnswerAlone.Any(name => line.StartsWith(name, StringComparison.OrdinalIgnoreCase));

    private int Number(List<string> lines)
    {
        var key = string.Join('\n', lines);
        if (!_numbers.TryGetValue(key, out var number))
        {
            _sets.Add(lines);
            number = _sets.Count;
            _numbers[key] = number;
        }

        return number;
    }

    private static string Line(HeaderInfo header) => VisibleText.Line($"{header.Name}: {header.Value}");
}
