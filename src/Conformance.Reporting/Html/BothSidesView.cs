using System.Globalization;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Html;

/// <summary>
/// The far side of an exchange through a gateway, with what differs from the client's side marked: fields that were added, dropped or
/// changed, and where a body begins to be another.
/// </summary>
/// <param name="exchange">The client's side.</param>
/// <param name="upstream">One arrival.</param>
internal sealed class BothSidesView(ExchangeInfo exchange, UpstreamInfo upstream)
{
    private const int BodyCharacters = 2000;
    private const int Before = 120;

    // They belong to one connection, or name its other end: they differ between any two.
    private static readonly string[] OfTheConnection = ["host", "connection", "content-length", "transfer-encoding", "keep-alive", "date"];

    /// <summary>What arrived.</summary>
    public IEnumerable<WireLine> Arrived()
    {
        var request = exchange.Request;
        var target = Uri.TryCreate(request.Url, UriKind.Absolute, out var url) ? url.PathAndQuery : request.Url;
        yield return new WireLine(
            VisibleText.Line($"{upstream.Method} {upstream.Target} HTTP/{upstream.HttpVersion}") + "\n",
            IsMarked: upstream.Method != request.Method || !target.EndsWith(upstream.Target, StringComparison.Ordinal));
        foreach (var line in Headers(request.Headers, upstream.Headers).Concat(Body(request.Body?.Text, upstream.Body)))
        {
            yield return line;
        }
    }

    /// <summary>What was answered.</summary>
    public IEnumerable<WireLine> Answered()
    {
        var answer = upstream.Answer;
        var status = answer.Status?.ToString(CultureInfo.InvariantCulture);
        yield return new WireLine(
            status is null ? $"no answer: {answer.Ended}\n" : $"HTTP/{VisibleText.Line(upstream.HttpVersion)} {status}\n",
            IsMarked: answer.Status != exchange.Response?.Status,
            IsNote: status is null);
        foreach (var line in Headers(exchange.Response?.Headers ?? [], answer.Headers)
            .Concat(Body(exchange.Response?.Body?.Text, answer.Body)))
        {
            yield return line;
        }

        if (status is not null && answer.Ended is not "whole")
        {
            yield return new WireLine($"\nended: {VisibleText.Line(answer.Ended)}\n", IsNote: true);
        }
    }

    /// <summary>The events of the answer whose times are known on both sides, with how late each came.</summary>
    public IReadOnlyList<(string Name, double Sent, double? Late)> Events =>
        [.. upstream.Answer.Events.Where(one => one.Name.Length > 0).Select(one => (one.Name, one.SentMs, one.ReceivedMs - one.SentMs))];

    private static IEnumerable<WireLine> Headers(IReadOnlyList<HeaderInfo> client, IReadOnlyList<HeaderInfo> far)
    {
        foreach (var header in far)
        {
            var isSame = IsOfTheConnection(header) || client.Any(other => Is(other, header.Name) && other.Value == header.Value);
            yield return new WireLine(VisibleText.Line($"{header.Name}: {header.Value}") + "\n", IsMarked: !isSame);
        }

        foreach (var name in client.Where(header => !IsOfTheConnection(header) && !far.Any(other => Is(other, header.Name)))
            .Select(header => header.Name).Distinct())
        {
            yield return new WireLine($"no {VisibleText.Line(name)}\n", IsMarked: true, IsNote: true);
        }
    }

    private static IEnumerable<WireLine> Body(string? client, SeenBodyInfo? far)
    {
        if (far is null)
        {
            yield return new WireLine("no body\n", IsMarked: !string.IsNullOrEmpty(client), IsNote: true);
            yield break;
        }

        var same = client is null ? 0 : client.AsSpan().CommonPrefixLength(far.Text);
        var isSame = same == far.Text.Length && (same == client?.Length || far.Truncated);
        var start = isSame || same < BodyCharacters - Before ? 0 : same - Before;
        var shown = far.Text[start..Math.Min(far.Text.Length, start + BodyCharacters)];
        yield return new WireLine("\n");
        if (start > 0)
        {
            yield return new WireLine($"… {Quantity.Count(start, "character")} before, the same on both sides\n", IsNote: true);
        }

        yield return new WireLine(VisibleText.Of(isSame ? shown : shown[..(same - start)]));
        if (!isSame)
        {
            // What follows the difference may be the same again.
            var other = shown[(same - start)..];
            var rest = start + shown.Length < far.Text.Length || far.Truncated ? 0 : SameAtEnd(client.AsSpan(same), other);
            var changed = other[..(other.Length - rest)];
            yield return new WireLine(
                changed.Length > 0 ? VisibleText.Of(changed) : other.Length > 0 ? "something is missing here" : "ends here", IsMarked: true,
                IsNote: changed.Length == 0);
            yield return new WireLine(VisibleText.Of(other[^rest..]));
        }

        yield return new WireLine(
            $"\n{Quantity.Bytes(far.Bytes)} in all"
            + $"{(far.EndedEarly ? ", and no end" : far.Sha256 is { } hash ? $", SHA-256 {VisibleText.Line(hash)}" : "")}\n",
                IsNote: true);
    }

    // Never a half of a character.
    private static int SameAtEnd(ReadOnlySpan<char> client, string far)
    {
        var same = 0;
        while (same < client.Length && same < far.Length && client[^(same + 1)] == far[^(same + 1)])
        {
            same++;
        }

        while (same > 0 && char.IsLowSurrogate(far[^same]))
        {
            same--;
        }

        return same;
    }

    private static bool Is(HeaderInfo header, string name) => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool IsOfTheConnection(HeaderInfo header) => OfTheConnection.Contains(header.Name.ToLowerInvariant());
}
