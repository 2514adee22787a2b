using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Conformance.Wire;

namespace Conformance.Suite.Running;

/// <summary>What a case has seen so far: its exchanges and what it measured.</summary>
public sealed class CaseRecord(Case one)
{
    private static readonly AsyncLocal<CaseRecord?> Ambient = new();

    /// <summary>The case that is running here.</summary>
    /// <exception cref="InvalidOperationException">None is.</exception>
    public static CaseRecord Current => Ambient.Value ?? throw new InvalidOperationException("no case is running");

    /// <summary>The case.</summary>
    public Case Case => one;

    /// <summary>The exchanges, in the order they ended.</summary>
    public ConcurrentQueue<Exchange> Exchanges { get; } = new();

    /// <summary>What was measured.</summary>
    public ConcurrentDictionary<string, JsonNode?> Observed { get; } = new();

    /// <summary>What the last assertion expected, in one line.</summary>
    public string? Expected { get; set; }

    /// <summary>Makes a record the current one of this flow of control.</summary>
    public static void Enter(CaseRecord? record) => Ambient.Value = record;

    /// <summary>Adds an exchange once.</summary>
    public void Add(Exchange exchange)
    {
        if (!Exchanges.Contains(exchange))
        {
            Exchanges.Enqueue(exchange);
        }
    }
}
