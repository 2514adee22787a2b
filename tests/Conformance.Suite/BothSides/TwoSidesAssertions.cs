using System.Text;
using Conformance.Reporting.Results;
using Conformance.Suite.Assertions;
using Conformance.Wire;

namespace Conformance.Suite.BothSides;

/// <summary>
/// What rules assert of both sides. What is judged is recorded as of any exchange: the client's, with both sides as evidence.
/// </summary>
internal sealed class TwoSidesAssertions(TwoSides both)
{
    private const int ShownDifferences = 4;

    /// <summary>Asserts a condition on both sides.</summary>
    public TwoSidesAssertions Hold(bool condition, string expected, string came, params Mark[] marks)
    {
        both.Client.Should().Hold(condition, expected, came, marks);
        return this;
    }

    /// <summary>The request arrived once.</summary>
    public TwoSidesAssertions HaveArrivedOnce(string after) => Hold(
        both.Arrivals.Count == 1, $"one arrival upstream, {after}", $"{both.Arrivals.Count} arrivals");

    /// <summary>The fields of a name arrived as these values, in this order; how they are spread over lines is not looked at.</summary>
    public TwoSidesAssertions HaveForwarded(string name, params string[] values)
    {
        var arrived = both.Arrival.Values(name).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries)).ToList();
        return Hold(
            arrived.SequenceEqual(values),
            values.Length == 0 ? $"no {name} upstream, as the client sent none" : $"{name}: {string.Join(", ", values)} upstream",
            arrived.Count == 0 ? $"no {name}" : $"{name}: {string.Join(", ", arrived)}");
    }

    /// <summary>The client got the value of a field that the upstream sent.</summary>
    public TwoSidesAssertions HaveRelayed(string name)
    {
        var sent = both.Sent.Header(name);
        var got = both.Client.Response?.HeaderValues(name) ?? [];
        return Hold(
            got.Count == 1 && got[0] == sent,
            $"{name}: {sent}, as the upstream sent it",
            both.Client.Response is null ? both.Client.Should().Came() : got.Count == 0 ? $"no {name}"
                : $"{name}: {string.Join(" | ", got)}",
            new Mark(got.Count == 0 ? MarkedPart.MissingHeader : MarkedPart.Header, name));
    }

    /// <summary>The client got the status and the bytes of the body that the upstream sent.</summary>
    public TwoSidesAssertions HaveRelayedAnswer()
    {
        Hold(
            both.Client.Outcome == Outcome.Answered && both.Client.Response!.Status == both.Sent.Status,
            $"{both.Sent.Status}, as the upstream answered",
            both.Client.Should().Came(),
            new Mark(MarkedPart.Status));
        var (sent, got) = (both.SentBody, both.GotBody);
        var same = sent.Span.CommonPrefixLength(got.Span);
        return Hold(
            sent.Span.SequenceEqual(got.Span),
            $"the {sent.Length} bytes of the body as the upstream sent them",
            $"{got.Length} bytes, other from byte {same + 1} on{Differences(sent, got)}",
            new Mark(MarkedPart.Body));
    }

    // What became of an envelope says more than that its bytes are others.
    private static string Differences(ReadOnlyMemory<byte> sent, ReadOnlyMemory<byte> got) =>
        JsonDifference.Parse(Encoding.UTF8.GetString(got.Span)) is { } came
        && JsonDifference.All(JsonDifference.Parse(Encoding.UTF8.GetString(sent.Span)), came)
            .OrderBy(one => one.Split(' ')[0].Count(character => character == '/')).Take(ShownDifferences).ToList()
            is { Count: > 0 } differences ? $": {string.Join(", ", differences)}" : "";
}
