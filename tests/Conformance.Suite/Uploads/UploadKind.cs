namespace Conformance.Suite.Uploads;

/// <summary>The kinds of large bodies that rules send.</summary>
public enum UploadKind
{
    /// <summary>The rungs below the limit.</summary>
    Ladder,

    /// <summary>A body of exactly the size that must pass.</summary>
    AtLimit,

    /// <summary>A body of one byte more than may pass.</summary>
    OverLimit,

    /// <summary>A body above the limit of another group.</summary>
    OwnLimit,

    /// <summary>A refused body that is sent to its end, and what comes after it.</summary>
    Refused,

    /// <summary>A body of exactly the size that must pass, whose arrival behind a gateway is seen.</summary>
    Forwarded,

    /// <summary>The bodies that confirm a limit that was found.</summary>
    Search,
}
