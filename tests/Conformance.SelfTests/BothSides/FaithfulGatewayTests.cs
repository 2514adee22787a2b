using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Conformance.Gateway;
using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Detection;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Proxies;
using Conformance.Suite.Running;
using Conformance.Suite.Settings;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.FromBothSides;

/// <summary>A gateway that changes nothing breaks nothing, however it is asked.</summary>
public sealed class FaithfulGatewayTests
{
    private const int Times = 5;
    private const string Model = "claude-haiku-4-5";

    private static readonly (string Name, (string Name, string Value)[] Settings)[] Ways =
    [
        ("plainly", []),
        ("64 requests at a time", [("Concurrency", "64")]),
        ("over HTTP/2", [("HttpVersion", "2")]),
        ("every operation, strictly, with a bearer token", [("Operations", "*"), ("Strict", "true"), ("Auth", "bearer")]),
    ];

    private static IEnumerable<TestCaseData> Runs =>
        from way in Ways
        from time in Enumerable.Range(1, Times)
        select new TestCaseData((object)way.Settings)
            .SetArgDisplayNames(string.Create(CultureInfo.InvariantCulture, $"{way.Name}, {time}"));

    [TestCaseSource(nameof(Runs))]
    public async Task It_is_green((string Name, string Value)[] settings)
    {
        var run = await JudgedGateway.Run(options => options, settings);

        run.Broken.Should().BeEmpty(run.Reasons());
        run.ShouldBeJudged();
        run.Results.Cases.Should().Contain(one => one.Rule == "forward.disconnect" && one.Deciding != null);
    }

    [Test]
    public async Task With_a_name_of_its_own_for_the_model_it_is_green()
    {
        var run = await JudgedGateway.Run(
            options => options with { Models = new Dictionary<string, string> { [Model] = "vendor.mapped-model-v1:0" } },
            ("Model", Model), ("Rules", $"{JudgedGateway.Rules},error.*,version.*,headers.*,shape.*,stream.*"),
            ("Operations", "messages.*,models.list,batches.create"));

        run.Broken.Should().BeEmpty(run.Reasons());
        run.ShouldBeJudged();
        run.Results.Cases.Should().Contain(one => one.Rule == "forward.large-body" && one.Verdict == Verdict.Pass)
            .And.Contain(one => one.Rule == "forward.body-bytes" && one.Verdict == Verdict.Pass)
            .And.Contain(one => one.Rule == "error.operation-served" && one.Verdict == Verdict.Pass);
    }

    [Test]
    public async Task A_cut_body_is_found_although_the_model_is_mapped()
    {
        var run = await JudgedGateway.Run(
            options => options with
            {
                Models = new Dictionary<string, string> { [Model] = "vendor.mapped-model-v1:0" },
                Deviations = ["forward-body-cut"],
            },
            ("Model", Model), ("Rules", "forward.large-body,forward.body-bytes"), ("Operations", "messages.create"));

        run.Broken.Keys.Should().Equal(["forward.large-body"], run.Reasons());
    }

    [Test]
    public async Task With_TLS_on_both_legs_it_is_green()
    {
        var directory = TestDirectory.Create();
        using var own = UpstreamCertificate.Create();
        var (upstream, port) = (FreePort.Next(), FreePort.Next());
        var settings = SettingsReader.Read(
            [
                "--test-parameter", $"BaseUrl=https://127.0.0.1:{port}", $"Upstream=http://127.0.0.1:{upstream}", "UpstreamTls=true",
                    "KeyPassThrough=true",
                $"CaCertificate={own.WriteAuthority(Path.Combine(directory, "own"))}", $"ReportDirectory={directory}",
                    $"Rules={JudgedGateway.Rules}",
                "Operations=messages.*,models.*,files.upload", "StandardLimit=2300000", "FilesLimit=2500000",
            ],
            new Dictionary<string, string>());

        // The certificate that the gateway is to trust is there when the run is prepared.
        await using var run = await Run.Create(settings, Secrets.Embedded, TimeProvider.System);
        using var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(directory, UpstreamCertificate.FileName));
        await using var gateway = await ReferenceGateway.StartAsync(
            new ReferenceGatewayOptions(new Uri($"https://127.0.0.1:{upstream}"))
            {
                Certificate = own.Leaf,
                TlsPort = port,
                UpstreamAuthority = authority
            });
        await run.Reach();
        await run.JudgeAll();

        var judged = new JudgedRun(run.Result(), RunVerdict.Of(run.Result()).ExitCode);
        judged.Broken.Should().BeEmpty(judged.Reasons());
        judged.ShouldBeJudged();
        judged.Results.Cases.Should().Contain(one => one.Rule == "forward.large-body" && one.Verdict == Verdict.Pass);
    }

    [Test]
    public async Task Slow_answers_reach_the_client()
    {
        var run = await JudgedGateway.Run(options => options, ("SlowAnswer", "2s"), ("Rules", "relay.quiet,relay.silent,relay.first-byte"));

        run.Broken.Should().BeEmpty(run.Reasons());
        run.Results.Cases.Where(one => one.Deciding is not null).Should().HaveCount(3);
    }
}
