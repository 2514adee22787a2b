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
public sealed class RuleAttribute(string id, Level level, string since, string title) : NUnitAttribute, ITestBuilder, IImplyFixture, IWrapTestMethod
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
    public Needs Needs { get; init; } = Needs.Served;

    /// <summary>The setting without which there is nothing to judge; null for none.</summary>
    public string? NeedsSetting { get; init; }

    /// <summary>Whether the rule says nothing of a target on loopback.</summary>
    public bool NotOnLoopback { get; init; }

    /// <inheritdoc />
    public IEnumerable<TestMethod> BuildFrom(IMethodInfo method, Test? suite)
    {
        var rule = Catalogue.Find(id);

        // A method without arguments would be run all the same, so its one case is built and says itself why it is not run.
        foreach (var one in rule.Cases.Where(one => rule.AppliesTo is null || Run.Current?.WhyNotClaimed(one) is null))
        {
            var parameters = new TestCaseParameters([.. one.Arguments]) { TestName = one.Id };
            var test = Builder.BuildTestMethod(method, suite, parameters);
            test.Properties.Set(nameof(Case), one);
            test.Properties.Add(PropertyNames.Category, rule.Family);
            yield return test;
        }
    }

    /// <inheritdoc />
    public TestCommand Wrap(TestCommand command) => new CaseCommand(command);
}
