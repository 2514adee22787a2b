using Conformance.Gateway.Passing;

namespace Conformance.Gateway;

/// <summary>One way in which a gateway can change what it should pass on, as one was seen to.</summary>
/// <param name="Name">Its name, as options and paths have it.</param>
/// <param name="Breaks">What it does, in a sentence.</param>
/// <param name="SeenIn">Where it was seen.</param>
public sealed record GatewayDeviation(string Name, string Breaks, string SeenIn)
{
    /// <summary>The ids of the rules of the families <c>forward</c> and <c>relay</c> that it must be caught by.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>What it makes of a gateway's conduct.</summary>
    internal Func<Conduct, Conduct> Bend { get; init; } = conduct => conduct;

    /// <inheritdoc />
    public override string ToString() => Name;
}
