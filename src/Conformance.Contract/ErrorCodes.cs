namespace Conformance.Contract;

/// <summary>Values of <c>error.details.error_code</c> that say something about the key and not about the target.</summary>
public static class ErrorCodes
{
    /// <summary>400: the operation is for another kind of organization than the key's.</summary>
    public const string OrganizationTypeNotSupported = "organization_type_not_supported";
}
