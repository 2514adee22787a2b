using System.Reflection;
using System.Runtime.ExceptionServices;
using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Suite.Uploads;

namespace Conformance.Suite.Running;

/// <summary>One promise, as its method and attributes state it.</summary>
/// <param name="Attribute">Id, level, snapshot and title.</param>
/// <param name="Clause">The clause it comes from.</param>
/// <param name="AppliesTo">The operations and variants; null for a single case.</param>
/// <param name="Uploads">The large bodies it sends; null for none.</param>
/// <param name="Method">The method that asserts it.</param>
public sealed record Rule(
    RuleAttribute Attribute, Clause Clause, AppliesToAttribute? AppliesTo, UploadsAttribute? Uploads, MethodInfo Method)
{
    /// <summary>The stable id.</summary>
    public string Id => Attribute.Id;

    /// <summary>The part of the id before the dot.</summary>
    public string Family => Id[..Id.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>How binding it is.</summary>
    public Level Level => Attribute.Level;

    /// <summary>How binding it is on an operation.</summary>
    public Level LevelOn(Operation? operation) =>
        operation is null || Attribute.BindsOn.Length == 0 || Attribute.BindsOn.Contains(operation.Id) ? Level : Attribute.Elsewhere;

    /// <summary>The snapshot that first states it.</summary>
    public Snapshot Since => Attribute.Since;

    /// <summary>The ids of the rules without which it cannot be judged: those of what it needs, and those that it names.</summary>
    public IReadOnlyList<string> DependsOn { get; } =
        [
            .. Baseline.Rules(Attribute.Needs).Concat(Readable(Attribute.Reads)).Concat(Attribute.DependsOn)
                .Where(id => id != Attribute.Id).Distinct()
        ];

    /// <summary>Its cases on the operations that a target is held to unless a run names others.</summary>
    public IEnumerable<Case> Cases => CasesOn(Operations.All);

    /// <summary>Its cases on some operations; one that concerns none in particular has its one case all the same.</summary>
    public IEnumerable<Case> CasesOn(IEnumerable<Operation> operations) => AppliesTo is null
        ? [new Case(this, null, null)]
        : operations.Where(AppliesTo.Includes).SelectMany(operation => AppliesTo.Variants.Length > 0
            ? AppliesTo.VariantsOn(operation).Select(variant => new Case(this, operation, variant))
            : [new Case(this, operation, null)]);

    /// <summary>The rule as results name it.</summary>
    public RuleInfo Info => new(Id, Level.ToString().ToUpperInvariant(), Attribute.Title, Since.Id, DependsOn, Clause);

    private static IReadOnlyList<string> Readable(Reads reads) => reads switch
    {
        Reads.Success => ["content.response-json", "content.body-parses"],
        Reads.Error => ["content.error-json", "content.body-parses"],
        Reads.Refusal => [.. Readable(Reads.Error), "error.envelope", "error.type-matches-status"],
        Reads.TooLarge => ["size.over-limit", "size.answer-delivered", "size.error-json", "size.error-type"],
        _ => [],
    };

    /// <summary>Runs the method for a case.</summary>
    internal async Task Assert(Case one)
    {
        var fixture = Activator.CreateInstance(Method.DeclaringType!);
        try
        {
            if (Method.Invoke(fixture, [.. one.Arguments]) is Task task)
            {
                await task;
            }
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
        }
    }
}
