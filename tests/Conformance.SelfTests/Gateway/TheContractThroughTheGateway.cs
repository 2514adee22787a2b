using Conformance.Gateway;
using Conformance.Reference;
using Conformance.SelfTests.Detection;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Gateway;

/// <summary>A run of the suite against the gateway finds what it finds of the server behind it: nothing.</summary>
public sealed class TheContractThroughTheGateway
{
    [TestCase("1.1", false)]
    [TestCase("2", false)]
    [TestCase("1.1", true)]
    public async Task A_run_through_it_finds_nothing(string httpVersion, bool tls)
    {
        var upstream = new Reference.Upstream();
        using var certificate = UpstreamCertificate.Create();
        await using var server = await ReferenceServer.StartAsync(
            ExactLimits.On(new ReferenceServerOptions { Upstream = upstream, Certificate = certificate.Leaf }));
        await using var gateway = await ReferenceGateway.StartAsync(new ReferenceGatewayOptions(tls ? server.TlsUrl! : server.BaseUrl)
        {
            UpstreamAuthority = certificate.Authority,
            Certificate = certificate.Leaf,
        });

        var run = await JudgedRun.Of(
            (tls ? gateway.TlsUrl! : gateway.BaseUrl).ToString(),
            new Dictionary<string, string>
            {
                ["HttpVersion"] = httpVersion,
                ["Concurrency"] = "64",
                ["CaCertificate"] = certificate.WriteAuthority(SelfTests.Support.TestDirectory.Create()),
            });

        run.ShouldBeJudged();
        run.Broken.Should().BeEmpty(run.Reasons());
        upstream.Log.Count.Should().BePositive();
    }
}
