using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Proxies;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Proxies;

/// <summary>What is known of other proxies, each in front of a server that by itself refuses nothing for its size.</summary>
public sealed class OtherProxies
{
    private static readonly ReferenceServerOptions Lax = new() { StandardLimit = 1_000_000_000 };

    [Test]
    public async Task A_HAProxy_rule_on_content_length_fails_the_chunked_variant_only()
    {
        await using var server = await ReferenceServer.StartAsync(Lax);
        await using var haproxy = await ProxyProcess.Start(ProxyProgram.HAProxy, "haproxy-content-length.cfg", server.BaseUrl);

        var run = await Judge(haproxy);

        run.ExitCode.Should().NotBe(0);
        run.Failed.Select(one => one.Id).Should().Equal("size.over-limit:messages.count_tokens[chunked]", "size.over-limit:messages.create[chunked]");
        run.Case("size.over-limit:messages.create[chunked]").Text("outcome").Should().Be("accepted");
        foreach (var variant in new[] { "content-length", "expect-100", "http2" })
        {
            run.Case($"size.over-limit:messages.create[{variant}]").Verdict.Should().Be(Verdict.Pass);
            run.Case($"size.error-json:messages.create[{variant}]").Verdict.Should().Be(Verdict.Pass);
        }
    }

    [Test]
    public async Task A_Caddy_that_caps_the_body_before_it_forwards_is_reported_with_its_502()
    {
        await using var server = await ReferenceServer.StartAsync(Lax);
        await using var caddy = await ProxyProcess.Start(ProxyProgram.Caddy, "caddy-max-size.caddyfile", server.BaseUrl);

        var run = await Judge(caddy);

        run.ExitCode.Should().NotBe(0);
        foreach (var variant in new[] { "content-length", "expect-100" })
        {
            var over = run.Case($"size.over-limit:messages.create[{variant}]");
            over.Verdict.Should().Be(Verdict.Fail);
            over.Text("outcome").Should().Be(over.Number("status") is null ? "reset without an answer" : "wrong status");
            (over.Number("status") ?? 502).Should().Be(502);
            over.Message.Should().Contain(over.Number("status") is null ? "reset without an answer" : "502");
            run.Case($"size.at-limit:messages.create[{variant}]").Verdict.Should().Be(Verdict.Pass);
        }

        // Of a body without a length its own 413 gets through, but without a body.
        run.Failed.Select(one => one.Id).Should().Contain(["size.error-json:messages.create[chunked]", "size.over-limit:messages.create[content-length]"]);
    }

    [Test]
    public async Task Of_lighttpd_the_html_of_its_413_is_what_fails()
    {
        await using var server = await ReferenceServer.StartAsync(Lax);
        await using var lighttpd = await ProxyProcess.Start(ProxyProgram.Lighttpd, "lighttpd.conf", server.BaseUrl);

        var run = await Judge(lighttpd);

        run.ExitCode.Should().NotBe(0);
        run.Failed.Select(one => one.Rule).Distinct().Should().Equal("size.error-json");
        run.Case("size.error-json:messages.create[content-length]").Message.Should().Contain("text/html");
        foreach (var variant in new[] { "content-length", "chunked", "expect-100", "http2" })
        {
            run.Case($"size.over-limit:messages.create[{variant}]").Verdict.Should().Be(Verdict.Pass);
            run.Case($"size.error-json:messages.create[{variant}]").Verdict.Should().Be(Verdict.Fail);
        }
    }

    [Test]
    public async Task Of_an_Apache_that_does_not_enforce_its_limit_the_missing_413_is_what_fails()
    {
        await using var server = await ReferenceServer.StartAsync(Lax);
        await using var apache = await ProxyProcess.Start(ProxyProgram.Apache, "apache.conf", server.BaseUrl);

        var run = await Judge(apache);

        run.ExitCode.Should().NotBe(0);
        run.Failed.Select(one => one.Rule).Distinct().Should().Equal("size.over-limit");
        foreach (var variant in new[] { "content-length", "chunked", "expect-100" })
        {
            var over = run.Case($"size.over-limit:messages.create[{variant}]");
            over.Verdict.Should().Be(Verdict.Fail);
            over.Text("outcome").Should().Be("accepted");
        }
    }

    private static Task<SuiteProcess> Judge(ProxyProcess proxy) =>
        ExternalRun.Against(proxy.Url, ("Operations", "messages.*,models.list"), ("Rules", "size.*,auth.valid-key"));
}
