namespace Conformance.Contract;

/// <summary>The part of the API that an operation belongs to, as the documentation's navigation names it.</summary>
public enum OperationGroup
{
    /// <summary>Messages and Token Counting.</summary>
    Messages,

    /// <summary>Message Batches.</summary>
    Batches,

    /// <summary>Models.</summary>
    Models,

    /// <summary>Files.</summary>
    Files,

    /// <summary>Skills and their versions.</summary>
    Skills,

    /// <summary>Text Completions (legacy).</summary>
    Completions,

    /// <summary>User Profiles.</summary>
    UserProfiles,

    /// <summary>The Admin API, under <c>/v1/organizations</c>.</summary>
    Admin,
}
