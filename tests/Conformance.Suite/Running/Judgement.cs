using Conformance.Reporting.Results;
using Conformance.Wire;

namespace Conformance.Suite.Running;

/// <summary>What one assertion judged: the exchange, what was expected of it and what came.</summary>
/// <param name="Exchange">The exchange; null where the rule judges something else, such as a program's output.</param>
/// <param name="Holds">Whether the promise is kept.</param>
/// <param name="Expected">What was expected, in one line; null where the rule only records.</param>
/// <param name="Came">What came, in a few words: <c>none</c>, <c>413 text/html</c>; null where the rule only records.</param>
/// <param name="Marks">What in the exchange decided.</param>
public sealed record Judgement(Exchange? Exchange, bool Holds, string? Expected, string? Came, IReadOnlyList<Mark> Marks)
{
    /// <summary>What the target itself said of it, in one line; null where it said nothing.</summary>
    public string? Words { get; init; }

    /// <summary>One line that says what was expected and what came.</summary>
    public string Message
    {
        get =>
            field ?? $"expected {Expected}, but {Exchange?.Request.ToString() ?? "it"} came to {Came}{(Words is null ? "" : $": {Words}")}";
        init;
    }
}
