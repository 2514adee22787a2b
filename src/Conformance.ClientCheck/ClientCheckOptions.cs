using Conformance.Reporting.Text;

namespace Conformance.Clients;

/// <summary>What a check of a client does.</summary>
public sealed record ClientCheckOptions
{
    /// <summary>The program and its arguments; empty for a client that is started elsewhere.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>How many scenarios are under way at a time.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>How long the command may run in one scenario.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether SHOULD counts as MUST.</summary>
    public bool Strict { get; init; }

    /// <summary>The rules to judge, as patterns of their ids; the rest is not claimed.</summary>
    public IReadOnlyList<Glob> Rules { get; init; } = [Glob.All];

    /// <summary>Secrets of whoever checks, which no output may hold beside the key that the client is given.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Is told what came of each run of the command, a line each; null for nobody.</summary>
    public Action<string>? Progress { get; init; }

    /// <summary>The rules that are judged.</summary>
    internal IEnumerable<ClientRule> Judged => ClientRules.All.Where(rule => Rules.Any(pattern => pattern.Matches(rule.Id)));
}
