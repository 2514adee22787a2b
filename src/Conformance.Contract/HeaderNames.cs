namespace Conformance.Contract;

/// <summary>The header fields of the contract, in the documentation's spelling.</summary>
public static class HeaderNames
{
    /// <summary>The API key: "All requests to the Claude API must include an `x-api-key` header".</summary>
    public const string ApiKey = "x-api-key";

    /// <summary>The API key as a bearer token, since 2026.</summary>
    public const string Authorization = "authorization";

    /// <summary>The version of the API that a request speaks.</summary>
    public const string Version = "anthropic-version";

    /// <summary>Beta features a request asks for.</summary>
    public const string Beta = "anthropic-beta";

    /// <summary>The media type of a body.</summary>
    public const string ContentType = "content-type";

    /// <summary>The coding of a body.</summary>
    public const string ContentEncoding = "content-encoding";

    /// <summary>"A globally unique identifier for the request", on every response.</summary>
    public const string RequestId = "request-id";

    /// <summary>"The organization ID associated with the API key used in the request", on every response.</summary>
    public const string OrganizationId = "anthropic-organization-id";

    /// <summary>The workspace of the key; read by today's clients, recorded only.</summary>
    public const string WorkspaceId = "anthropic-workspace-id";
}
