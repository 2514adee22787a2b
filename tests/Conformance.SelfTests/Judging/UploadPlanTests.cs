using Conformance.Contract;
using Conformance.Reporting.Text;
using Conformance.Suite.Running;
using Conformance.Suite.Settings;
using Conformance.Suite.Uploads;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Judging;

/// <summary>Which large bodies fit a budget: the cheapest first, each counted once.</summary>
public sealed class UploadPlanTests
{
    private static readonly RunSettings Messages = new()
    {
        Rules = [new Glob("size.over-limit"), new Glob("size.at-limit")],
        Operations = [new Glob("messages.create")],
        StandardLimit = SizeLimit.Exactly(1_000),
    };

    [Test]
    public void On_loopback_and_where_it_is_told_so_there_is_no_limit()
    {
        new UploadPlan(Messages, isLoopback: true).Budget.Should().BeNull();
        new UploadPlan(Messages with { MaxUploadIsGiven = true }, isLoopback: false).Budget.Should().BeNull();
        new UploadPlan(Messages with { MaxUploadIsGiven = true, MaxUpload = 7 }, isLoopback: true).Budget.Should().Be(7);
        new UploadPlan(Messages, isLoopback: false).Budget.Should().Be(1_000_000_000);
    }

    [Test]
    public void Every_body_of_a_claimed_case_is_counted_once()
    {
        // Four framings and another padding of 1,001 bytes, and as many of 1,000.
        new UploadPlan(Messages, isLoopback: true).Planned.Should().Be(10_005);
        new UploadPlan(
            Messages with { Rules = [new Glob("size.over-limit"), new Glob("size.error-*")] },
            isLoopback: true).Planned.Should().Be(5_005, "one body is judged by several rules");
        new UploadPlan(Messages with { Rules = [new Glob("auth.*")] }, isLoopback: true).Planned.Should().Be(0);
        new UploadPlan(Messages with { Operations = [new Glob("models.*")] }, isLoopback: true).Planned.Should().Be(0);
        new UploadPlan(Messages with { Contract = Snapshot.May2025 }, isLoopback: true).Planned.Should().Be(0);
    }

    [Test]
    public void The_likely_refused_variant_of_the_cheapest_group_comes_first()
    {
        var plan = Plan(1_001);

        plan.Planned.Should().Be(1_001);
        plan.WhyNot(Case("size.over-limit", "messages.create", "expect-100")).Should().BeNull();
        plan.WhyNot(Case("size.at-limit", "messages.create", "content-length")).Should().Be(
            "out of budget: it would send up to 1,000 bytes, and MaxUpload is 1,001, of which 1,001 are planned");
        Plan(1_000).WhyNot(Case("size.over-limit", "messages.create", "content-length")).Should().StartWith("out of budget");
        plan.WhyNot(Case("auth.missing-key", "messages.create", null)).Should().BeNull("it sends no large body");
    }

    [TestCase("size.over-limit", "files.upload,messages.create", 50_001, "size.over-limit:messages.create[expect-100]")]
    [TestCase("size.over-limit", "messages.create", 40_001, "size.over-limit:messages.create[expect-100]")]
    [TestCase(
        "size.ladder,size.at-limit", "messages.create", 80_000,
        "size.at-limit:messages.create[expect-100], size.ladder:messages.create[content-length]")]
    public void The_smallest_limit_comes_first_then_the_cheapest_framing_then_what_is_least(
        string rules, string operations, long budget, string planned)
    {
        var plan = new UploadPlan(
            new RunSettings
            {
                Rules = [.. rules.Split(',').Select(rule => new Glob(rule))],
                Operations = [.. operations.Split(',').Select(operation => new Glob(operation))],
                StandardLimit = SizeLimit.Exactly(40_000),
                FilesLimit = SizeLimit.Exactly(50_000),
                MaxUploadIsGiven = true,
                MaxUpload = budget,
            },
            isLoopback: true);

        var within =
            from rule in rules.Split(',')
            from one in Catalogue.Find(rule).Cases
            where operations.Split(',').Contains(one.Operation!.Id) && plan.WhyNot(one) is null
            orderby one.Id
            select one.Id;
        string.Join(", ", within).Should().Be(planned);
    }

    [Test]
    public void What_is_sent_beyond_the_plan_must_fit_what_is_left()
    {
        var plan = Plan(1_101);

        plan.TryTake(101).Should().BeFalse();
        plan.TryTake(60).Should().BeTrue();
        plan.TryTake(41).Should().BeFalse();
        plan.TryTake(40).Should().BeTrue();
        plan.TryTake(1).Should().BeFalse();
        new UploadPlan(Messages, isLoopback: true).TryTake(long.MaxValue).Should().BeTrue();
    }

    private static UploadPlan Plan(long budget) => new(Messages with { MaxUploadIsGiven = true, MaxUpload = budget }, isLoopback: true);

    private static Case Case(string rule, string operation, string? variant) =>
        new(Catalogue.Find(rule), Operations.Find(operation), variant);
}
