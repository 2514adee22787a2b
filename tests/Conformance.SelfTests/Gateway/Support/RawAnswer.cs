using System.Globalization;
using System.Text;

namespace Conformance.SelfTests.Gateway.Support;

/// <summary>An answer as it stood on the wire.</summary>
/// <param name="Head">From the status line to the empty line; empty where none came.</param>
/// <param name="Body">The body without chunk framing.</param>
/// <param name="IsWhole">Whether it ended as its framing says.</param>
internal sealed record RawAnswer(string Head, byte[] Body, bool IsWhole)
{
    public int Status => Head.Length == 0 ? 0 : int.Parse(Head.AsSpan(9, 3), CultureInfo.InvariantCulture);

    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Value(Head, name);

    public static string? Value(string head, string name) => Values(head, name).FirstOrDefault();

    public static IEnumerable<string> Values(string head, string name) => head.Split("\r\n")
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim());
}
