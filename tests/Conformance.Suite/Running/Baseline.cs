using Conformance.Contract;
using Conformance.Wire;

namespace Conformance.Suite.Running;

/// <summary>How far an operation works at all on the target, judged by its unbent probe.</summary>
/// <param name="Meets">The most that a rule may need of it.</param>
/// <param name="Rule">The id of the rule that says what keeps it from meeting more; null where nothing does.</param>
/// <param name="Why">The same in words; null where nothing does.</param>
public sealed record Baseline(Needs Meets, string? Rule, string? Why)
{
    /// <summary>The rules that must be kept for an operation to meet what a rule needs.</summary>
    public static IReadOnlyList<string> Rules(Needs needs) => needs switch
    {
        Needs.Nothing => [],
        Needs.Route => ["error.operation-served", "security.no-redirect"],
        Needs.Key => [.. Rules(Needs.Route), "auth.valid-key"],
        _ => [.. Rules(Needs.Key), "error.never-2xx", "version.accepted"],
    };

    /// <summary>Reads it off the answer to the probe.</summary>
    public static Baseline Of(Operation operation, Exchange exchange)
    {
        var status = exchange.Response!.Status;
        Baseline Short(Needs meets, string rule) =>
            new(meets, rule, $"the valid request of {operation.Id} is answered {status} in place of {operation.Probe.Status}");

        return status switch
        {
            >= 300 and < 400 => Short(Needs.Nothing, "security.no-redirect"),
            401 or 403 => Short(Needs.Route, "auth.valid-key"),
            _ when operation.Probe.Statuses.Contains(status) => new Baseline(Needs.Served, null, null),
            404 or 405 or >= 500 => Short(Needs.Nothing, "error.operation-served"),
            >= 200 and < 300 when operation.Probe.Status == 200 => new Baseline(Needs.Served, null, null),
            >= 400 when operation.Probe.Status >= 400 => new Baseline(Needs.Served, null, null),
            >= 400 => Short(Needs.Key, "version.accepted"),
            _ => Short(Needs.Key, "error.never-2xx"),
        };
    }
}
