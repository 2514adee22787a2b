using System.Text;
using System.Text.Json.Nodes;
using Conformance.Contract;

namespace Conformance.Reference.Pipeline;

/// <summary>The answers that every stage and handler gives.</summary>
internal static class Answers
{
    /// <summary>200 with a JSON object.</summary>
    public static Answer Json(JsonNode value) => Bytes(MediaTypes.Json, Encoding.UTF8.GetBytes(value.ToJsonString()));

    /// <summary>200 with a body of any media type.</summary>
    public static Answer Bytes(string mediaType, ReadOnlyMemory<byte> body) => Body(200, mediaType, body);

    /// <summary>400 <c>invalid_request_error</c>.</summary>
    public static Answer Invalid(ApiRequest request, string message, string? code = null) => Error(request, 400, message, code);

    /// <summary>404 <c>not_found_error</c>.</summary>
    public static Answer NotFound(ApiRequest request, string message) => Error(request, 404, message);

    /// <summary>413 <c>request_too_large</c>, in the full envelope.</summary>
    public static Answer TooLarge(ApiRequest request, string? code = null) =>
        Error(request, 413, "Request exceeds the maximum size", code);

    /// <summary>An error in the documented envelope, of the type that is documented for the status.</summary>
    /// <param name="request">The request; its id is the body's <c>request_id</c>.</param>
    /// <param name="status">400 or more.</param>
    /// <param name="message">What is wrong with the request.</param>
    /// <param name="code">The <c>error_code</c> in <c>details</c>; null leaves <c>details</c> out.</param>
    public static Answer Error(ApiRequest request, int status, string message, string? code = null)
    {
        var error = new JsonObject { ["type"] = ErrorTypes.For(status), ["message"] = message };
        if (code is not null)
        {
            error["details"] = new JsonObject { ["error_code"] = code };
        }

        var envelope = new JsonObject { ["type"] = "error", ["error"] = error, ["request_id"] = request.RequestId };
        return Body(status, MediaTypes.Json, Encoding.UTF8.GetBytes(envelope.ToJsonString()));
    }

    private static Answer Body(int status, string mediaType, ReadOnlyMemory<byte> body)
    {
        var answer = new Answer(status) { Body = body };
        answer[HeaderNames.ContentType] = mediaType;
        return answer;
    }
}
