namespace Conformance.Gateway.Passing;

/// <summary>Holds back or changes an answer's body on its way.</summary>
internal abstract class BodyFilter
{
    /// <summary>Takes a piece and gives what goes on because of it.</summary>
    public abstract IEnumerable<ReadOnlyMemory<byte>> Pass(ReadOnlyMemory<byte> piece);

    /// <summary>Gives what is left at the end.</summary>
    public abstract IEnumerable<ReadOnlyMemory<byte>> End();
}
