using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Conformance.Wire;

namespace Conformance.Suite.Running;

/// <summary>A case while it runs: what it has sent and seen, what it judged, and what it measured.</summary>
/// <param name="one">The case.</param>
/// <param name="run">The run that it is a case of; null where an assertion is tried by itself.</param>
public sealed class CaseContext(Case one, Run? run = null)
{
    private static readonly AsyncLocal<CaseContext?> Ambient = new();

    private readonly ConcurrentQueue<Exchange> _exchanges = new();
    private readonly ConcurrentDictionary<Exchange, string> _shared = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<Exchange, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentQueue<Judgement> _judgements = new();

    /// <summary>The case that is running here.</summary>
    /// <exception cref="InvalidOperationException">None is.</exception>
    public static CaseContext Current => Ambient.Value ?? throw new InvalidOperationException("no case is running");

    /// <summary>The case.</summary>
    public Case Case => one;

    /// <summary>The run.</summary>
    /// <exception cref="InvalidOperationException">The case runs without one.</exception>
    public Run Run => run ?? throw new InvalidOperationException($"{one} runs without a run");

    /// <summary>How often the case was run before: 0 for the first time.</summary>
    public int Repetition { get; private init; }

    /// <summary>The name of the shared probe that is sent anew in this repetition; null for none.</summary>
    public string? AskedAnew { get; private init; }

    /// <summary>The exchanges, in the order in which they became evidence; an attempt stands before the next one.</summary>
    public IReadOnlyList<Exchange> Exchanges => [.. _exchanges];

    /// <summary>What was judged so far, in order.</summary>
    public IReadOnlyList<Judgement> Judgements => [.. _judgements];

    /// <summary>What decided: the judgement that failed, otherwise the last one; null where nothing was judged.</summary>
    public Judgement? Deciding => _judgements.FirstOrDefault(judgement => !judgement.Holds) ?? _judgements.LastOrDefault();

    /// <summary>Whether the case came to its end only because something was sent again.</summary>
    public bool NeededPatience { get; set; }

    /// <summary>What was measured, by name.</summary>
    public ConcurrentDictionary<string, JsonNode?> Observed { get; } = new();

    /// <summary>A text of the target's without the secrets of the run, before anything is cut off it.</summary>
    public string Shown(string text) => run?.Redactor.Text(text) ?? text;

    /// <summary>Makes a case the current one of this flow of control; null for none.</summary>
    public static void Enter(CaseContext? context) => Ambient.Value = context;

    /// <summary>The same case once more, the shared probe that decided sent anew: a fault may come and go.</summary>
    public CaseContext Again(int repetition) => new(one, run)
    {
        Repetition = repetition,
        AskedAnew = Deciding?.Exchange is { } exchange ? _shared.GetValueOrDefault(exchange) : null,
    };

    /// <summary>Says what an exchange shows, so that what is said of it can name it.</summary>
    public void Name(Exchange exchange, string what) => _names[exchange] = what;

    /// <summary>What an exchange shows: <c>malformed-json</c>; null where nobody said it.</summary>
    public string? NameOf(Exchange exchange) => _names.GetValueOrDefault(exchange);

    /// <summary>Adds an exchange, and the attempts before it, once.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="name">The name of the shared probe that it answers; null for a request of the case's own.</param>
    public void Add(Exchange exchange, string? name = null)
    {
        if (name is not null)
        {
            _shared[exchange] = name;
        }

        lock (_exchanges)
        {
            if (!_exchanges.Any(known => ReferenceEquals(known, exchange)))
            {
                foreach (var attempt in exchange.Earlier)
                {
                    _exchanges.Enqueue(attempt);
                }

                _exchanges.Enqueue(exchange);
            }
        }
    }

    /// <summary>Adds a judgement, and its exchange as evidence.</summary>
    public void Add(Judgement judgement)
    {
        if (judgement.Exchange is { } exchange)
        {
            Add(exchange);
        }

        _judgements.Enqueue(judgement);
    }
}
