using System.Text;
using Conformance.Reference;
using Conformance.Wire;

namespace Conformance.Suite.BothSides;

/// <summary>A request seen from both sides of a gateway: as the client sent it and what it got, and each time that it arrived.</summary>
/// <param name="Client">The client's side.</param>
/// <param name="Arrivals">What arrived upstream, in order, each with what was answered there.</param>
internal sealed record TwoSides(Exchange Client, IReadOnlyList<UpstreamArrival> Arrivals)
{
    /// <summary>The first arrival.</summary>
    public UpstreamArrival Arrival => Arrivals[0];

    /// <summary>What the first arrival was answered.</summary>
    public UpstreamAnswer Sent => Arrival.Answer;

    /// <summary>The body as it arrived, UTF-8.</summary>
    public string ArrivedText => Encoding.UTF8.GetString(Arrival.Body.Kept.Span);

    /// <summary>The body as it was answered upstream, with its content coding.</summary>
    public ReadOnlyMemory<byte> SentBody => Sent.Body.Kept;

    /// <summary>The body that the client got, with its content coding; empty where it got none.</summary>
    public ReadOnlyMemory<byte> GotBody => Client.Response?.Body ?? default;

    /// <summary>The same as text, UTF-8.</summary>
    public string GotText => Encoding.UTF8.GetString(GotBody.Span);

    /// <summary>Begins an assertion on both sides.</summary>
    public TwoSidesAssertions Should() => new(this);
}
