using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Detection;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Unbreakable;

/// <summary>A conforming server behind a network that cuts, doubles, delays and flips bytes, the same for the same seed.</summary>
public sealed class FuzzedTarget
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Operations"] = "messages.create,models.list",
        ["Rules"] = "auth.*,error.*,headers.*,stream.*",
        ["Timeout"] = "500ms",
        ["MaxDuration"] = "15s",
    };

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    public async Task Is_judged_without_a_crash_a_hang_or_a_fault_of_the_suite(int seed)
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var relay = UnreliableRelay.Bending(
            server.BaseUrl, (number, bytes, stop) => Bend(new Random(seed * 7919 + number), bytes, stop));

        var run = await JudgedRun.Of(relay.Url, Settings);

        run.Results.Cases.Should().NotContain(one => one.Reason != null && one.Reason.Fault == Fault.Suite, run.Reasons());
        foreach (var one in run.Results.Cases.Where(one => one.Verdict == Verdict.Pass))
        {
            run.Results.DecidingOf(one)!.Outcome.Should().Be("answered", "{0} passed, and not by damaged evidence", one.Id);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> Bend(Random random, Memory<byte> bytes, CancellationToken stop)
    {
        switch (random.Next(24))
        {
            case 0:
                return default;
            case 1:
                return bytes[..random.Next(1, bytes.Length + 1)];
            case 2:
                var at = random.Next(bytes.Length);
                return new ReadOnlyMemory<byte>([.. bytes.Span[..at], .. bytes.Span[at..], .. bytes.Span[at..]]);
            case 3:
                await Task.Delay(random.Next(1, 700), stop);
                return bytes;
            case 4 or 5:
                bytes.Span[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return bytes;
            default:
                return bytes;
        }
    }
}
