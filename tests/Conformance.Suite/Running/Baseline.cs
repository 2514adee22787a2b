using Conformance.Contract;
using Conformance.Wire;

namespace Conformance.Suite.Running;

/// <summary>How far an operation works at all on the target, judged by its unbent probe.</summary>
/// <param name="Meets">The most that a rule may need of it.</param>
/// <param name="Reason">What keeps it from meeting more, and the rule that judges that; null where nothing does.</param>
public sealed record Baseline(Needs Meets, string? Reason)
{
    /// <summary>Reads it off the answer to the probe.</summary>
    public static Baseline Of(Operation operation, Exchange exchange)
    {
        var status = exchange.Response!.Status;
        Baseline Short(Needs meets, string rule) =>
            new(meets, $"the valid request of {operation.Id} is answered {status} in place of {operation.Probe.Status}: see {rule}");

        return status switch
        {
            >= 300 and < 400 => Short(Needs.Nothing, "security.no-redirect"),
            401 or 403 => Short(Needs.Route, "auth.valid-key"),
            404 when operation.Probe.Status == 404 => new Baseline(Needs.Served, null),
            404 or 405 or >= 500 => Short(Needs.Nothing, "error.operation-served"),
            >= 200 and < 300 when operation.Probe.Status == 200 => new Baseline(Needs.Served, null),
            >= 400 when operation.Probe.Status >= 400 => new Baseline(Needs.Served, null),
            >= 400 => Short(Needs.Key, "version.accepted"),
            _ => Short(Needs.Key, "error.never-2xx"),
        };
    }
}
