using System.Runtime.CompilerServices;
using Conformance.Reporting.Results;
using Conformance.Wire;

namespace Conformance.Suite.Running;

/// <summary>The evidence of a run: every exchange that a case has seen, once, with a name of its own and without secrets.</summary>
internal sealed class ExchangeLog(Func<Exchange, string, ExchangeInfo> evidence)
{
    private readonly ConditionalWeakTable<Exchange, string> _ids = [];
    private readonly List<ExchangeInfo> _exchanges = [];
    private readonly Lock _gate = new();

    /// <summary>The exchanges so far, in the order of their ids.</summary>
    public IReadOnlyList<ExchangeInfo> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _exchanges];
            }
        }
    }

    /// <summary>The name of an exchange, which becomes evidence by it.</summary>
    public string IdOf(Exchange exchange)
    {
        lock (_gate)
        {
            if (_ids.TryGetValue(exchange, out var known))
            {
                return known;
            }

            var id = $"x{_exchanges.Count + 1}";
            _exchanges.Add(evidence(exchange, id));
            _ids.Add(exchange, id);
            return id;
        }
    }
}
