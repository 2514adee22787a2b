using Conformance.Reference.Pipeline;

namespace Conformance.Reference;

/// <summary>One way in which a server can break a promise of the contract, as one was seen to.</summary>
/// <param name="Name">Its name, as options and paths have it.</param>
/// <param name="Breaks">What it does, in a sentence.</param>
/// <param name="SeenIn">Where it was seen.</param>
public sealed record Deviation(string Name, string Breaks, string SeenIn)
{
    /// <summary>The ids of the rules that a run of the suite finds broken, <c>fail</c> or <c>warn</c>, and no others.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>The ids of the INFO rules that measure something else than on a server that keeps every promise.</summary>
    public IReadOnlyList<string> Records { get; init; } = [];

    /// <summary>The ids of the example rules that fail, where the runs of the suite include them.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>
    /// What it hides when it is combined with others: ids of rules that cannot be judged any more, or names of deviations
    /// that come to nothing; a star stands for any characters.
    /// </summary>
    public IReadOnlyList<string> Masks { get; init; } = [];

    /// <summary>Settings of the suite without which a run does not see it, by name.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>What it makes of a pipeline.</summary>
    internal Func<RequestPipeline, RequestPipeline> Bend { get; init; } = pipeline => pipeline;

    /// <inheritdoc />
    public override string ToString() => Name;
}
