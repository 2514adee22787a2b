namespace Conformance.Suite.Running;

/// <summary>Outcomes that say nothing to most rules, and are the very thing that a few of them judge.</summary>
[Flags]
public enum JudgedOutcomes
{
    /// <summary>None: an exchange without an answer is not judged.</summary>
    None = 0,

    /// <summary>The connection ended before an answer was whole.</summary>
    Reset = 1,

    /// <summary>No answer came in time.</summary>
    Timeout = 2,

    /// <summary>Either: no answer came, though the target was reached.</summary>
    NoAnswer = Reset | Timeout,

    /// <summary>Nothing listens at the address.</summary>
    Refused = 4,

    /// <summary>What came is not HTTP.</summary>
    Malformed = 8,

    /// <summary>A 429.</summary>
    RateLimited = 16,

    /// <summary>A 529.</summary>
    Overloaded = 32,

    /// <summary>A 52x of an edge.</summary>
    Edge = 64,

    /// <summary>Whatever may come of an answer that the suite scripted itself: it is what was asked for.</summary>
    Scripted = NoAnswer | Malformed | RateLimited | Overloaded | Edge,
}
