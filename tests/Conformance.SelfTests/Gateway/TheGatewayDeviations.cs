using System.Text.RegularExpressions;
using Conformance.Gateway;
using Conformance.SelfTests.Gateway.Support;
using FluentAssertions;
using FluentAssertions.Execution;
using NUnit.Framework;

namespace Conformance.SelfTests.Gateway;

/// <summary>Each deviation of the gateway changes its one thing, and nothing else that any rule is about.</summary>
public sealed partial class TheGatewayDeviations
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);

    private static readonly Dictionary<string, Func<Probing, Task<string>>> Fast = ForwardProbes.All.Concat(RelayProbes.All).ToDictionary();

    private static readonly Lazy<Task<BothSides>> Both = new(() => BothSides.Start(change: options => options with
    {
        Keys = new Dictionary<string, string> { [Probing.ClientKey] = Probing.UpstreamKey },
        ShortTimeout = Short,
        ContinueTimeout = TimeSpan.FromSeconds(30),
    }));

    private static readonly Lazy<Task<Dictionary<string, string>>> Unchanged = new(() => Seen("", Fast.Concat(RelayProbes.Slow), []));

    // What is written anew for one reason differs in more than that.
    private static readonly Dictionary<string, string[]> Besides = new()
    {
        ["forward-length-stale"] = ["forward.body-fields", "forward.system-order", "forward.body-values", "forward.body-bytes"],
        ["relay-length-stale"] = ["relay.encoding"],
        ["relay-length-of-before"] = ["relay.body"],
        ["relay-event-line-dropped"] = ["relay.error-event", "relay.unknown-event"],
        ["relay-timeout-whole"] = ["relay.silent", "relay.first-byte"],
    };

    private static IEnumerable<TestCaseData> All => GatewayDeviations.All.Select(deviation =>
        new TestCaseData(deviation).SetArgDisplayNames(deviation.Name));

    [OneTimeTearDown]
    public static async Task Stop()
    {
        if (Both.IsValueCreated)
        {
            await (await Both.Value).DisposeAsync();
        }
    }

    [TestCaseSource(nameof(All))]
    public async Task It_changes_its_one_thing(GatewayDeviation deviation)
    {
        var unchanged = await Unchanged.Value;
        var probes = deviation.Name.StartsWith("relay-timeout-", StringComparison.Ordinal) ? RelayProbes.Slow : Fast;

        var seen = await Seen("/deviations/" + deviation.Name, probes, deviation.Rules);

        var changed = seen.Where(pair => pair.Value != unchanged[pair.Key]).Select(pair => pair.Key).ToList();
        changed.Should().Contain(deviation.Rules, "it must be caught by them");
        using var all = new AssertionScope();
        foreach (var rule in changed.Except(deviation.Rules).Except(Besides.GetValueOrDefault(deviation.Name, [])))
        {
            seen[rule].Should().Be(unchanged[rule], "{0} is about something else", rule);
        }
    }

    [Test]
    public async Task Without_one_everything_is_as_it_should_be()
    {
        var unchanged = await Unchanged.Value;

        (await Seen("", Fast, [])).Should().Equal(unchanged.Where(pair => Fast.ContainsKey(pair.Key)));
        unchanged.Should().Contain("forward.beta", "[files-api-2025-04-14 | a-1 | invented-2030-01-01][files-api-2025-04-14]")
            .And.Contain("forward.hop-by-hop", "")
            .And.Contain("forward.once", "1,1,1,1,1,1")
            .And.Contain("forward.once-after-answer", "1,1")
            .And.Contain("forward.large-body", "2097152")
            .And.Contain("forward.body-streamed", "1 before the last byte")
            .And.Contain("forward.expect", "HTTP/1.1 100, HTTP/1.1 200")
            .And.Contain("forward.disconnect", "seen")
            .And.Contain("relay.error-4xx", "400:True 402:True 409:True 413:True 429:True long:True")
            .And.Contain("relay.own-failure", "502 application/json api_error")
            .And.Contain("relay.retry-after", "7,-,8")
            .And.Contain("relay.incremental", "before the second was sent, before the second was sent, before the second was sent")
            .And.Contain("relay.length", "True True")
            .And.Contain("relay.cut", "cut");
    }

    [Test]
    public void Each_says_what_it_breaks_and_where_it_was_seen()
    {
        GatewayDeviations.All.Should().OnlyHaveUniqueItems(deviation => deviation.Name);
        foreach (var deviation in GatewayDeviations.All)
        {
            deviation.Name.Should().MatchRegex("^(forward|relay)-[a-z0-9-]+$");
            deviation.Breaks.Should().EndWith(".", deviation.Name);
            deviation.SeenIn.Should().NotBeEmpty(deviation.Name).And.NotEndWith(".", deviation.Name);
            deviation.Rules.Should().NotBeEmpty(deviation.Name).And.OnlyContain(rule => Rule().IsMatch(rule));
        }
    }

    [Test]
    public void Every_rule_that_is_probed_has_one() =>
        GatewayDeviations.All.SelectMany(deviation => deviation.Rules)
            .Distinct().Should().BeEquivalentTo(Fast.Keys.Concat(RelayProbes.Slow.Keys));

    [Test]
    public async Task Several_are_joined_under_a_path_or_for_the_whole_gateway()
    {
        await using var both = await BothSides.Start(change: options => options with { Deviations = ["relay-organization-id-dropped"] });
        var probing = new Probing(both, "/deviations/relay-retry-after-dropped+relay-ratelimit-dropped", BothSides.Limit);

        foreach (var rule in new[] { "relay.organization-id", "relay.retry-after", "relay.ratelimit" })
        {
            (await RelayProbes.All[rule](probing)).Should().NotBe((await Unchanged.Value)[rule]);
        }
    }

    [Test]
    public async Task A_name_that_is_none_is_answered_with_those_that_are_like_it()
    {
        var find = () => GatewayDeviations.Find("relay-retry-aftr-dropped");
        find.Should().Throw<FormatException>()
            .WithMessage("'relay-retry-aftr-dropped' is no deviation; did you mean relay-retry-after-dropped,*");
        await using var client = await RawClient.Connect((await Both.Value).Gateway.BaseUrl);
        await client.Send("GET", "/deviations/none/v1/models", "");
        (await client.ReadAnswer()).Should()
            .Match<RawAnswer>(answer => answer.Status == 404 && answer.Text.StartsWith("'none' is no deviation"));
    }

    [GeneratedRegex(@"^(forward|relay)\.[a-z0-9-]+$")]
    private static partial Regex Rule();

    private static async Task<Dictionary<string, string>> Seen(
        string prefix, IEnumerable<KeyValuePair<string, Func<Probing, Task<string>>>> probes, IReadOnlyList<string> broken)
    {
        var both = await Both.Value;
        var seen = new Dictionary<string, string>();
        foreach (var (rule, probe) in probes)
        {
            // Only what is to be missed is not waited for.
            var patience = broken.Contains(rule) ? TimeSpan.FromSeconds(1) : BothSides.Limit;
            try
            {
                seen[rule] = await probe(new Probing(both, prefix, patience));
            }
            catch (Exception e) when (e is System.Text.Json.JsonException or NullReferenceException)
            {
                seen[rule] = "not JSON, or without the member";
            }
        }

        return seen;
    }
}
