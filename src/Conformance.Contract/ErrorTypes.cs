namespace Conformance.Contract;

/// <summary>The error types of the API and the statuses they belong to (Errors page; <c>error.type</c>).</summary>
public static class ErrorTypes
{
    /// <summary>400: "There was an issue with the format or content of your request."</summary>
    public const string InvalidRequest = "invalid_request_error";

    /// <summary>401: "There's an issue with your API key."</summary>
    public const string Authentication = "authentication_error";

    /// <summary>402: an issue with billing.</summary>
    public const string Billing = "billing_error";

    /// <summary>403: "Your API key does not have permission to use the specified resource."</summary>
    public const string Permission = "permission_error";

    /// <summary>404: "The requested resource was not found."</summary>
    public const string NotFound = "not_found_error";

    /// <summary>409: the request conflicts with the state of the resource.</summary>
    public const string Conflict = "conflict_error";

    /// <summary>413: "Request exceeds the maximum allowed number of bytes."</summary>
    public const string RequestTooLarge = "request_too_large";

    /// <summary>429: "Your account has hit a rate limit."</summary>
    public const string RateLimit = "rate_limit_error";

    /// <summary>500: "An unexpected error has occurred internal to Anthropic's systems."</summary>
    public const string Api = "api_error";

    /// <summary>504: the request timed out.</summary>
    public const string Timeout = "timeout_error";

    /// <summary>529: "The API is temporarily overloaded."</summary>
    public const string Overloaded = "overloaded_error";

    private static readonly Dictionary<int, string> Documented = new()
    {
        [400] = InvalidRequest,
        [401] = Authentication,
        [402] = Billing,
        [403] = Permission,
        [404] = NotFound,
        [409] = Conflict,
        [413] = RequestTooLarge,
        [429] = RateLimit,
        [500] = Api,
        [504] = Timeout,
        [529] = Overloaded,
    };

    /// <summary>The type documented for a status.</summary>
    /// <param name="status">An HTTP status code of 400 or more.</param>
    /// <returns>The documented type; "any other 4xx may use invalid_request_error"; any other 5xx is an <c>api_error</c>.</returns>
    public static string For(int status) =>
        Documented.TryGetValue(status, out var type) ? type : status < 500 ? InvalidRequest : Api;
}
