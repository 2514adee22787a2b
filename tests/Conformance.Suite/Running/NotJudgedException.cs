using Conformance.Reporting.Results;

namespace Conformance.Suite.Running;

/// <summary>A case cannot be judged. Whether that is a skip or an error follows from the reason.</summary>
/// <param name="reason">Why, as a value.</param>
/// <param name="message">Why, in one line, without secrets.</param>
public sealed class NotJudgedException(Reason reason, string message) : Exception(message)
{
    /// <summary>Why.</summary>
    public Reason Reason => reason;
}
