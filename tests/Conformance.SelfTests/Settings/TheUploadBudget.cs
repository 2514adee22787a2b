using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Sockets;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Settings;

/// <summary>MaxUpload: what a run may send is planned before the first byte, and kept to.</summary>
public sealed class TheUploadBudget
{
    [Test]
    public async Task A_hundred_MB_keep_the_cheap_variants_and_skip_the_rest_with_the_reason_and_the_bytes()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var relay = CountingRelay.To(server.BaseUrl);

        var run = await ExternalRun.Against(relay.Url, ("MaxUpload", "100MB"), ("Rules", "size.*"));

        run.ExitCode.Should().Be(0, run.Output);
        relay.BytesFromClients.Should().BeLessThan(100_000_000);
        run.Case("size.over-limit:messages.create[expect-100]").Verdict.Should().Be(Verdict.Pass);
        var skipped = run.Results.Cases.Where(one => one.Message?.StartsWith("out of budget", StringComparison.Ordinal) == true).ToList();
        skipped.Should().OnlyContain(one => one.Verdict == Verdict.Skip && one.Message!.Contains("MaxUpload is 100,000,000"));
        skipped.Single(one => one.Id == "size.at-limit:files.upload[chunked]").Message.Should().Contain("500,000,000 bytes");
        skipped.Single(one => one.Id == "size.at-limit:batches.create[http2]").Message.Should().Contain("256,000,000 bytes");
    }

    [Test]
    public async Task None_sends_no_large_body_at_all()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var relay = CountingRelay.To(server.BaseUrl);

        var run = await ExternalRun.Against(relay.Url, ("MaxUpload", "0"), ("Rules", "size.*,auth.refused-before-body"));

        run.ExitCode.Should().Be(0, run.Output);
        relay.BytesFromClients.Should().BeLessThan(200_000);
        run.Judged.Select(one => one.Rule).Distinct().Should().BeEquivalentTo(
            "size.declared-only", "size.completions", "auth.refused-before-body");
    }

    [Test]
    public async Task The_search_for_a_limit_keeps_within_it_too()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { StandardLimit = 29_000_000 });
        await using var relay = CountingRelay.To(server.BaseUrl);

        var run = await ExternalRun.Against(relay.Url, ("MaxUpload", "60MB"), ("Rules", "size.ladder"), ("Operations", "messages.create"));

        var ladder = run.Case("size.ladder:messages.create[content-length]");
        ladder.Verdict.Should().Be(Verdict.Fail);
        ladder.Number("limitBytes").Should().Be(29_000_000);
        ladder.Text("limitFoundBy").Should().Contain("not confirmed by a body: out of budget");
        relay.BytesFromClients.Should().BeLessThan(60_000_000);
    }
}
