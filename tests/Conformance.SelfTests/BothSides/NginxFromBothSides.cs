using System.Globalization;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Detection;
using Conformance.SelfTests.Support.Proxies;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.FromBothSides;

/// <summary>
/// nginx with the suite on both sides: its defaults are named, and the configuration that keeps the contract breaks nothing.
/// </summary>
public sealed class NginxFromBothSides
{
    // A proxy has no keys of its own, and a real one tries again only where it is told to.
    private static readonly (string, string)[] AsAProxy =
        [("KeyPassThrough", "true"), ("CaCertificate", LoopbackCertificate.PemFile), ("StandardLimit", "32MB"), ("BatchLimit", "32MB"),
            ("FilesLimit", "32MB")];

    // Whatever its configuration: nginx 1.22 forwards what Connection names as any other field, which RFC 9110, section 7.6.1, asks
    // intermediaries to remove; and it takes an answer without a status line for one of HTTP/0.9, which it passes on as it is.
    private static readonly string[] Never = ["forward.hop-by-hop", "relay.hop-by-hop", "relay.own-failure"];

    [Test]
    public async Task Its_defaults_are_named()
    {
        var run = await Judged("default.conf");

        run.Broken.Keys.Should().BeEquivalentTo(
            [.. Never, "forward.large-body", "forward.body-streamed", "relay.incremental"], run.Reasons());
        run.ShouldBeJudged();
        Came(run, "relay.own-failure:messages.create[reset]").Should().Be("502 text/html");
        Came(run, "relay.own-failure:messages.create[garbage]").Should().Contain("not HTTP");
        run.Results.Cases.First(one => one.Rule == "forward.large-body" && one.Verdict == Verdict.Fail).Message.Should().Contain("413");
        var buffered = run.Results.Cases.Single(one => one.Rule == "relay.incremental");
        run.Results.Exchanges.Single(exchange => exchange.Id == buffered.Deciding).Upstream.Should().ContainSingle()
            .Which.Answer.Events.Should().NotBeEmpty();
    }

    [Test]
    public async Task The_kept_configuration_breaks_only_what_nginx_cannot_keep()
    {
        var run = await Judged("kept.conf");

        run.Broken.Keys.Should().BeEquivalentTo(Never, run.Reasons());
        run.Results.Cases.Single(one => one.Id == "relay.own-failure:messages.create[reset]").Verdict.Should().Be(Verdict.Pass);
        run.ShouldBeJudged();
    }

    private static async Task<JudgedRun> Judged(string configuration)
    {
        var upstream = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}"));
        await using var proxy = await ProxyProcess.Start(ProxyProgram.Nginx, configuration, upstream);
        return await JudgedGateway.Through(proxy.TlsUrl ?? proxy.Url, upstream, AsAProxy);
    }

    private static string? Came(JudgedRun run, string id) => run.Results.Cases.Single(one => one.Id == id).Came;
}
