using Conformance.Contract;
using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Builders;
using NUnit.Framework.Internal.Commands;

namespace Conformance.Suite.Running;

/// <summary>
/// Makes a test method a rule: one promise, with a stable id and a level. It builds one case for each operation and
/// variant that the method's <see cref="AppliesToAttribute"/> names, and it alone turns an outcome into a verdict;
/// the method only asserts.
/// </summary>
/// <param name="id">The stable id, <c>family.name</c>; never renumbered, never reused.</param>
/// <param name="level">How binding the promise is.</param>
/// <param name="since">The snapshot that first states it.</param>
/// <param name="title">What a target does that keeps it, as a sentence.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RuleAttribute(
    string id, Level level, string since, string title) : NUnitAttribute, ITestBuilder, IImplyFixture, IWrapTestMethod
{
    private static readonly NUnitTestCaseBuilder Builder = new();

    /// <summary>The stable id.</summary>
    public string Id => id;

    /// <summary>How binding the promise is.</summary>
    public Level Level => level;

    /// <summary>The snapshot that first states it.</summary>
    public Snapshot Since { get; } = Snapshot.Parse(since);

    /// <summary>What a target does that keeps it.</summary>
    public string Title => title;

    /// <summary>What must hold of an operation before the rule can be judged on it.</summary>
    /// <remarks>Of a gateway, seen from both sides, nothing but that something arrives.</remarks>
    public Needs Needs { get; init; } = SeesBoth(id) ? Needs.Nothing : Needs.Served;

    /// <summary>What of an answer it reads, and so which rules must be kept before it can be judged.</summary>
    public Reads Reads { get; init; }

    /// <summary>The ids of further rules without which it cannot be judged; a case that is skipped for one of them names it.</summary>
    public string[] DependsOn { get; init; } = [];

    /// <summary>The outcomes that it judges itself, and that are not judged otherwise: a reset, no answer in time.</summary>
    public JudgedOutcomes Judges { get; init; } = SeesBoth(id) ? JudgedOutcomes.Scripted : JudgedOutcomes.None;

    /// <summary>Whether it judges a gateway by what is seen on both sides of it.</summary>
    public bool SeesBothSides => SeesBoth(id);

    /// <summary>The setting that says that a gateway is meant to do what the rule is against; null for none.</summary>
    public string? NotWith { get; init; }

    /// <summary>Whether a broken promise is not asked for again, because asking costs much or is itself many requests.</summary>
    public bool IsAskedOnce { get; init; }

    /// <summary>
    /// Whether a target may break it only by being slow for a moment. What broke it beside the large bodies of other cases is asked
    /// for again while none of them is under way, and that answer counts.
    /// </summary>
    public bool IsTimed { get; init; }

    /// <summary>The operations on which it binds as its level says, where the evidence is of some operations only; empty for all.</summary>
    public string[] BindsOn { get; init; } = [];

    /// <summary>How binding it is on the other operations, where <see cref="BindsOn"/> names some.</summary>
    public Level Elsewhere { get; init; } = Level.Info;

    /// <summary>The setting without which there is nothing to judge; null for none.</summary>
    public string? NeedsSetting { get; init; }

    /// <summary>
    /// The variants (<c>*</c>: all of the rule) whose requests need a text of their own, which a mock of fixed messages has no
    /// answer for; null for none.
    /// </summary>
    public string? OwnText { get; init; }

    /// <summary>Whether it is about routes that no operation has, and says nothing of a target that claims only what it serves.</summary>
    public bool IsAboutOtherRoutes { get; init; }

    /// <summary>Whether the rule says nothing of a target on loopback.</summary>
    public bool NotOnLoopback { get; init; }

    /// <inheritdoc />
    public IEnumerable<TestMethod> BuildFrom(IMethodInfo method, Test? suite)
    {
        var rule = Catalogue.Find(id);

        // A method without arguments would be run all the same, so its one case is built and says itself why it is not run.
        foreach (var one in rule.CasesOn(Run.Current?.Claims.Operations ?? Operations.All)
            .Where(one => rule.AppliesTo is null || Run.Current?.Claims.WhyNot(one) is null))
        {
            var parameters = new TestCaseParameters([.. one.Arguments]) { TestName = one.Id };
            var test = Builder.BuildTestMethod(method, suite, parameters);
            test.Properties.Set(nameof(Case), one);
            test.Properties.Add(PropertyNames.Category, rule.Family);
            yield return test;
        }
    }

    private static bool SeesBoth(string id) =>
        id.StartsWith("forward.", StringComparison.Ordinal) || id.StartsWith("relay.", StringComparison.Ordinal);

    /// <inheritdoc />
    public TestCommand Wrap(TestCommand command) => new CaseCommand(command);
}
