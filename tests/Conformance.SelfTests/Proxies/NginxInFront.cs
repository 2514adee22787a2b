using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Proxies;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Proxies;

/// <summary>A real nginx in front of the reference server, judged by everything there is.</summary>
public sealed class NginxInFront
{
    [Test]
    public async Task With_its_defaults_it_fails_and_its_1_MiB_and_its_html_are_named()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var nginx = await ProxyProcess.Start(ProxyProgram.Nginx, "nginx-default.conf", server.BaseUrl);

        var run = await ExternalRun.Against(nginx.Url);

        run.ExitCode.Should().NotBe(0);
        var ladder = run.Case("size.ladder:messages.create[content-length]");
        ladder.Verdict.Should().Be(Verdict.Fail);
        ladder.Message.Should().Contain("413").And.Contain("1,048,577 bytes");
        ladder.Number("limitBytes").Should().Be(1_048_576);
        ladder.Text("limitLooksLike").Should().Contain("1,048,576 bytes").And.Contain("nginx's client_max_body_size default");
        foreach (var operation in new[] { "messages.create", "messages.count_tokens", "batches.create", "files.upload" })
        {
            var refusal = run.Case($"size.error-json:{operation}[content-length]");
            refusal.Verdict.Should().Be(Verdict.Fail);
            refusal.Message.Should().Contain("text/html");
        }

        run.Output.Should().Contain("fail   size.ladder").And.Contain("fail   size.error-json").And.Contain("index.html");
        run.Failed.Should().OnlyContain(one => one.Rule.StartsWith("size.", StringComparison.Ordinal) || one.Rule.StartsWith("stream.", StringComparison.Ordinal));
        run.Results.Cases.Should().NotContain(one => one.Verdict == Verdict.Error);
    }

    [Test]
    public async Task With_a_configuration_that_keeps_the_contract_it_is_green()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var nginx = await ProxyProcess.Start(ProxyProgram.Nginx, "nginx-contract.conf", server.BaseUrl);

        var run = await ExternalRun.Against(nginx.Url, ("Strict", "true"));

        run.Failed.Select(one => $"{one.Id}: {one.Message}").Should().BeEmpty();
        run.ExitCode.Should().Be(0, run.Output + run.Errors);
        run.Results.Cases.Count(one => one.Verdict == Verdict.Pass).Should().BeGreaterThan(600);
        run.Results.Cases.Where(one => one is { Verdict: Verdict.Skip, Variant: not "http2" } && one.Rule.StartsWith("size.", StringComparison.Ordinal)).Should().BeEmpty();
    }
}
