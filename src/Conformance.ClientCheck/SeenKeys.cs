using System.Text;
using System.Text.RegularExpressions;
using Conformance.Contract;

namespace Conformance.Clients;

/// <summary>
/// The keys that a client was seen to use. A client that was started elsewhere has a key of its user, which the check was never told
/// of; and wherever it puts it, no output may show it.
/// </summary>
internal static partial class SeenKeys
{
    private const int Least = 8;

    /// <summary>What stands where a key belongs, and what looks like one anywhere else.</summary>
    public static IEnumerable<string> In(IEnumerable<ClientRequest> requests) => requests
        .SelectMany(request => InFields(request).Concat(In([Uri.UnescapeDataString(request.Target), Text(request)])))
        .Distinct();

    /// <summary>What looks like a key in a text.</summary>
    public static IEnumerable<string> In(IEnumerable<string> texts) =>
        texts.SelectMany(text => Key().Matches(text).Select(match => match.Value)).Distinct();

    // The credentials of any scheme: only what follows its name is secret.
    private static IEnumerable<string> InFields(ClientRequest request) => request.Arrival.Values(HeaderNames.ApiKey)
        .Concat(request.Arrival.Values(HeaderNames.Authorization)
            .Select(value => value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..]))
        .Select(value => value.Trim())
        .Where(value => value.Length >= Least);

    private static string Text(ClientRequest request) =>
        string.Join('\n', request.Arrival.Headers.Select(header => header.Value))
        + '\n' + Encoding.UTF8.GetString(request.Arrival.Body.Kept.Span);

    [GeneratedRegex("sk-ant-[A-Za-z0-9_-]{8,}")]
    private static partial Regex Key();
}
