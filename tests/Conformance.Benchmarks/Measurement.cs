using System.Text.Json;

namespace Conformance.Benchmarks;

/// <summary>What a client under measure says of itself.</summary>
/// <param name="Milliseconds">How long each repetition took.</param>
/// <param name="Statuses">The statuses that came; 0 for none.</param>
/// <param name="BytesSent">Bytes of the body that were sent before the answer, per repetition.</param>
internal sealed record Measurement(IReadOnlyList<double> Milliseconds, IReadOnlyList<int> Statuses, IReadOnlyList<long> BytesSent)
{
    /// <summary>The time in the middle.</summary>
    public double Median => Milliseconds.Order().ElementAt(Milliseconds.Count / 2);

    /// <summary>The most that was sent.</summary>
    public long MostSent => BytesSent.Max();

    public string ToJson() => JsonSerializer.Serialize(this);

    public static Measurement Parse(string json) => JsonSerializer.Deserialize<Measurement>(json)!;
}
