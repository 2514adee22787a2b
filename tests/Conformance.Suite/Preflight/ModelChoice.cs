using Conformance.Suite.Assertions;
using Conformance.Suite.Settings;
using Conformance.Wire;

namespace Conformance.Suite.Preflight;

/// <summary>The model that the probes of a run name, and why.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Why">Where the name is from, in a few words.</param>
/// <param name="IsListed">Whether the target itself named it; otherwise a 404 may be about the model and not about the operation.</param>
internal sealed record ModelChoice(string Name, string Why, bool IsListed)
{
    /// <summary>What is named where neither the settings nor <c>models.list</c> name a model.</summary>
    public static readonly ModelChoice Guess =
        new("claude-haiku-4-5", "models.list names none, so this is a guess; the setting Model names another", false);

    /// <summary>The setting; without it a Claude model that the target lists, before any other that it lists.</summary>
    /// <param name="settings">The settings of the run.</param>
    /// <param name="list">The answer to <c>models.list</c>.</param>
    public static ModelChoice Of(RunSettings settings, Exchange list)
    {
        if (settings.Model is { } named)
        {
            return new ModelChoice(named, "the setting Model", false);
        }

        var ids = AnswerBody.Ids(list);
        return (ids.FirstOrDefault(IsClaude), ids.Count > 0 ? ids[0] : null) switch
        {
            ({ } claude, _) => new ModelChoice(claude, "the first Claude model that models.list names", true),
            (_, { } any) => new ModelChoice(any, "the first that models.list names, which is no Claude model", true),
            _ => Guess,
        };
    }

    /// <summary>The name and why.</summary>
    public override string ToString() => $"{Name} ({Why})";

    // Anywhere in the name: anthropic.claude-… and us.anthropic.claude-… are Claude models too.
    private static bool IsClaude(string id) => id.Contains("claude", StringComparison.OrdinalIgnoreCase);
}
