using Conformance.Reference;

namespace Conformance.Gateway.Passing;

/// <summary>The fields that belong to one connection and are never forwarded (RFC 9110, section 7.6.1).</summary>
internal static class HopByHop
{
    private static readonly HashSet<string> Always = new(StringComparer.OrdinalIgnoreCase)
    {
        "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade",
    };

    // A connection option cannot name what is meant for the end (RFC 9110, section 7.6.1).
    private static readonly HashSet<string> Never = new(StringComparer.OrdinalIgnoreCase) { "host", "content-length", "content-type" };

    /// <summary>The lines without those fields and without what <c>connection</c> names.</summary>
    public static IEnumerable<HeaderLine> Without(IReadOnlyCollection<HeaderLine> lines)
    {
        var named = lines.Where(line => line.Is("connection"))
            .SelectMany(line => line.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(name => !Never.Contains(name))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return lines.Where(line =>
            !Always.Contains(line.Name)
            && !named.Contains(line.Name)
            && !line.Name.StartsWith("proxy-", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The lines without those that frame the message or would end the connection: everything that can be copied at all.</summary>
    public static IEnumerable<HeaderLine> Copied(IEnumerable<HeaderLine> lines) => lines.Where(line => !line.Is("transfer-encoding"));
}
