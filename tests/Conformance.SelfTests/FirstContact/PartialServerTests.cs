using Conformance.Contract;
using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Detection;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.FirstContact;

/// <summary>A server that keeps every promise of Messages and Models, and has nothing else: one broken promise, and no more.</summary>
public sealed class PartialServerTests
{
    private const int MostLines = 60;

    private static readonly string[] Has = ["messages.create", "messages.count_tokens", "models.list", "models.get"];

    [TestCase(false)]
    [TestCase(true)]
    public async Task Where_all_is_claimed_one_rule_says_what_is_not_there(bool html)
    {
        await using var server = await Start(html);

        var run = await Judge(server);

        run.ExitCode.Should().Be(2, run.Output + run.Errors);
        run.Failed.Select(one => one.Rule).Distinct().Should().Equal("error.operation-served");
        run.Failed.Select(one => one.Operation).Should().BeEquivalentTo(
            Operations.All.Where(one => one.Key != KeyKind.OAuth).Select(one => one.Id).Except(Has));
        run.Results.Target.Served.Should().BeEquivalentTo(Has);
        run.Results.Cases.Where(one => one.Reason?.Kind == ReasonKind.NotServed).Should().NotBeEmpty()
            .And.OnlyContain(one => !Has.Contains(one.Operation) && one.Exchanges.Count == 0);
        run.Output.Should().Contain("Operations=served").And.Contain("Admin API");
        run.Output.Split('\n').Should().HaveCountLessThanOrEqualTo(MostLines);
    }

    [Test]
    public async Task Under_dotnet_test_it_is_one_failed_test()
    {
        await using var server = await Start(html: false);

        var run = await DotnetTest.Run([("BaseUrl", server.BaseUrl.AbsoluteUri), .. Settings]);

        run.ExitCode.Should().Be(2, run.Output + run.Errors);
        run.Output.Split('\n').Where(line => line.StartsWith("failed ", StringComparison.Ordinal)).Should()
            .ContainSingle().Which.Should().StartWith("failed error.operation-served");
        run.Output.Should().Contain("Operations=served");
        run.Output.Split('\n').Should().HaveCountLessThanOrEqualTo(MostLines);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Where_what_it_serves_is_claimed_nothing_is_wrong(bool html)
    {
        await using var server = await Start(html);

        var run = await Judge(server, ("Operations", "served"));

        run.ExitCode.Should().Be(0, run.Output + run.Errors);
        run.Results.Summary.Should().Be(run.Results.Summary with { Warn = 0, Fail = 0, Error = 0 });
        run.Judged.Select(one => one.Operation).OfType<string>().Distinct().Should().BeEquivalentTo(Has);
    }

    private static Task<ReferenceServer> Start(bool html) =>
        ReferenceServer.StartAsync(ExactLimits.On(new ReferenceServerOptions { Serves = ["messages.*", "models.*"], HtmlNotFound = html }));

    private static (string, string)[] Settings =>
        [("Rules", JudgedRun.Rules), .. ExactLimits.Settings.Select(setting => (setting.Key, setting.Value))];

    private static Task<SuiteProcess> Judge(ReferenceServer server, params (string Name, string Value)[] settings) =>
        ExternalRun.Against(server.BaseUrl, [.. Settings, .. settings]);
}
