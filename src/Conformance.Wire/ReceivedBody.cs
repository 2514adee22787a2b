namespace Conformance.Wire;

/// <summary>A body as it comes: its beginning, its length, and when its pieces came.</summary>
internal sealed class ReceivedBody(int keep)
{
    private const int MostArrivals = 256;

    private readonly List<Arrival> _arrivals = new(1);
    private byte[] _kept = [];
    private int _count;

    /// <summary>Bytes that came.</summary>
    public long Length { get; private set; }

    /// <summary>The beginning of it.</summary>
    public ReadOnlyMemory<byte> Bytes => _kept.AsMemory(0, _count);

    /// <summary>When the first pieces came.</summary>
    public IReadOnlyList<Arrival> Arrivals => _arrivals;

    /// <summary>One more piece came.</summary>
    public void Add(ReadOnlySpan<byte> piece, TimeSpan at)
    {
        Length += piece.Length;
        if (_arrivals.Count < MostArrivals)
        {
            _arrivals.Add(new Arrival(at, Length));
        }

        piece = piece[..Math.Min(piece.Length, Math.Max(0, keep - _count))];
        if (_count + piece.Length > _kept.Length)
        {
            // Most bodies come in one piece, and are kept in just as many bytes.
            Array.Resize(ref _kept, Math.Min(keep, Math.Max(2 * _kept.Length, _count + piece.Length)));
        }

        piece.CopyTo(_kept.AsSpan(_count));
        _count += piece.Length;
    }
}
