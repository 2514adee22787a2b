using System.Text;

namespace Conformance.Reporting.Secrets;

/// <summary>
/// Takes secrets out of what is shown or written: by the name of a header field, and by value in every form that
/// <see cref="SecretFinder"/> knows. Whatever is cut is cut afterwards.
/// </summary>
public sealed class Redactor
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mark = "[redacted]";

    private const int LongestScheme = 15;

    private static readonly string[] SecretFields = ["x-api-key", "authorization", "proxy-authorization", "cookie", "set-cookie"];

    private readonly HashSet<string> _fields;
    private readonly HashSet<string> _open;
    private readonly SecretFinder _finder;

    /// <summary>A redactor of these secrets.</summary>
    /// <param name="values">Secret values; those of less than four characters are left alone.</param>
    /// <param name="fields">Names of header fields whose values are secret beside those that always are.</param>
    /// <param name="open">Values that look like secrets and are none, such as a key that is nobody's.</param>
    public Redactor(IEnumerable<string> values, IEnumerable<string> fields, IEnumerable<string> open)
    {
        _open = [.. open];
        _fields = new HashSet<string>([.. SecretFields, .. fields], StringComparer.OrdinalIgnoreCase);
        _finder = new SecretFinder(values, _open);
    }

    /// <summary>A text without secrets.</summary>
    public string Text(string text)
    {
        var matches = _finder.FindInWords(text);
        if (matches.Count == 0)
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        var at = 0;
        foreach (var match in matches)
        {
            var end = match.Start + match.Length;
            if (match.Start >= at)
            {
                clean.Append(text, at, match.Start - at).Append(Mark);
            }

            at = Math.Max(at, end);
        }

        return clean.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>
    /// The value of a header field without secrets. That it was empty still shows; an <c>authorization</c> keeps its scheme.
    /// </summary>
    /// <param name="name">The name of the field, in any case.</param>
    /// <param name="value">Its value.</param>
    public string Field(string name, string value)
    {
        if (value.Length == 0 || !_fields.Contains(name))
        {
            return Text(value);
        }

        var space = value.IndexOf(' ', StringComparison.Ordinal);
        var scheme = name.EndsWith("authorization", StringComparison.OrdinalIgnoreCase) && space is > 0 and <= LongestScheme
            ? space + 1
            : 0;
        return _open.Contains(value[scheme..]) ? Text(value) : Text(value[..scheme]) + Mark;
    }
}
