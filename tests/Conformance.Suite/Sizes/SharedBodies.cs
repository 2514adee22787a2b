using System.Collections.Concurrent;
using Conformance.Contract;
using Conformance.Suite.Running;
using Conformance.Wire;

namespace Conformance.Suite.Sizes;

/// <summary>Large bodies that several cases look at, each sent once a run, and what followed them on their connections.</summary>
/// <param name="target">The target they go to.</param>
internal sealed class SharedBodies(Target target)
{
    // A race between answer and reset is tried this often.
    private const int Tries = 3;

    // So often where only one of them was lost: a way that loses a connection of a hundred loses one, a race more.
    private const int TriesAfterOne = 7;

    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<Exchange>>>> _sent = new();
    private readonly ConcurrentDictionary<Exchange, IReadOnlyList<Exchange>> _following = new(ReferenceEqualityComparer.Instance);

    /// <summary>What comes of a body, tried again where it was reset without an answer; evidence of every case that asks.</summary>
    /// <param name="name">The name of the body: cases that say the same share it.</param>
    /// <param name="request">The request with the body.</param>
    /// <param name="operation">The operation, whose small bodies tell whether the way to the target is at fault.</param>
    /// <param name="following">What is sent after it on its connection, by its answer.</param>
    /// <exception cref="NotJudgedException">Something came that says nothing about the contract.</exception>
    public async Task<IReadOnlyList<Exchange>> Sent(
        string name, Request request, Operation operation, Func<Exchange, IEnumerable<Request>> following)
    {
        var shared = _sent.GetOrAdd(name, _ => new Lazy<Task<IReadOnlyList<Exchange>>>(() => Try(request, following)));
        var exchanges = await shared.Value;
        if (Unjudgeable.Why(exchanges[^1], JudgedOutcomes.NoAnswer) is not null)
        {
            // The next case asks again: a fault of the way is not remembered as the target's.
            _sent.TryRemove(KeyValuePair.Create(name, shared));
            Unjudgeable.Refuse(exchanges[^1], JudgedOutcomes.NoAnswer);
        }

        if (exchanges.All(exchange => exchange.Response is null) && await target.Unanswered(operation) is { } control)
        {
            _sent.TryRemove(KeyValuePair.Create(name, shared));
            Unjudgeable.Refuse(control, JudgedOutcomes.None);
        }

        foreach (var exchange in exchanges)
        {
            CaseContext.Current.Add(exchange);
        }

        return exchanges;
    }

    /// <summary>What followed a body on its connection; empty where nothing did.</summary>
    public IReadOnlyList<Exchange> Following(Exchange exchange) => _following.GetValueOrDefault(exchange, []);

    private async Task<IReadOnlyList<Exchange>> Try(Request request, Func<Exchange, IEnumerable<Request>> following)
    {
        var exchanges = new List<Exchange> { await TryInTurn(request, following) };
        while (!request.Retries.HasFlag(RetryOn.Connection)
            && exchanges.Exists(exchange => exchange.Outcome == Outcome.Reset)
            && exchanges.Count < (exchanges.Count(exchange => exchange.Outcome == Outcome.Reset) == 1 ? TriesAfterOne : Tries)
            && CaseContext.Current.Run.Plan.TryTake(request.Body!.Length))
        {
            exchanges.Add(await TryInTurn(request, following));
        }

        return exchanges;
    }

    private async Task<Exchange> TryInTurn(Request request, Func<Exchange, IEnumerable<Request>> following)
    {
        var (exchange, next) = await target.TrySendInTurn(request, following);
        _following[exchange] = next;
        return exchange;
    }
}
