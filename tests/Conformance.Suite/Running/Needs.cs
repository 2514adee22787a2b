namespace Conformance.Suite.Running;

/// <summary>
/// What must hold of an operation before a rule can be judged on it. A rule is not judged by an answer that is there
/// for another rule's reason: a target that refuses every key says nothing about what it does with a version.
/// </summary>
public enum Needs
{
    /// <summary>Nothing: the rule judges the valid request itself.</summary>
    Nothing,

    /// <summary>
    /// The target has the operation: its valid request is not answered 404, 405 or 5xx where the contract has something else.
    /// </summary>
    Route,

    /// <summary>The target has the operation and takes the key.</summary>
    Key,

    /// <summary>The valid request is answered as documented.</summary>
    Served,
}
