namespace Conformance.Suite.Running;

/// <summary>The target could not be judged; the message says why, in one line.</summary>
/// <param name="fault">Whose fault it is.</param>
/// <param name="message">Why, in one line, without secrets.</param>
public sealed class NotJudgedException(Fault fault, string message) : Exception(message)
{
    /// <summary>Whose fault it is.</summary>
    public Fault Fault => fault;
}
