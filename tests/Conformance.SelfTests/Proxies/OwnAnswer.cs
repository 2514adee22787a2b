namespace Conformance.SelfTests.Proxies;

/// <summary>How a proxy answers by itself where no rule of the suite can make it.</summary>
/// <param name="To">What it answers: <c>upstream-down</c>, <c>malformed-field</c>.</param>
/// <param name="Status">The status code.</param>
/// <param name="Body">
/// <c>envelope</c>: the documented envelope of an error, as JSON, with the id of its header <c>request-id</c>; otherwise the
/// media type that the answer has, or <c>empty</c>.
/// </param>
public sealed record OwnAnswer(string To, int Status, string Body)
{
    /// <summary>Why it cannot be better; null where it is right, or where the configuration did not try.</summary>
    public string? Why { get; init; }
}
