using System.Text;
using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reference.Pipeline;

namespace Conformance.Gateway.Passing;

/// <summary>An answer that the gateway gives by itself.</summary>
/// <param name="Status">400, 502 or 504.</param>
/// <param name="RequestId">Its <c>request-id</c>.</param>
/// <param name="MediaType">The media type of the body.</param>
/// <param name="Body">The body.</param>
internal sealed record OwnAnswer(int Status, string RequestId, string MediaType, ReadOnlyMemory<byte> Body)
{
    /// <summary>An error in the documented envelope, of the type that is documented for the status.</summary>
    public static OwnAnswer Error(int status, string message)
    {
        var requestId = Identifiers.New("req_");
        var envelope = new JsonObject
        {
            ["type"] = "error",
            ["error"] = new JsonObject { ["type"] = ErrorTypes.For(status), ["message"] = message },
            ["request_id"] = requestId,
        };
        return new OwnAnswer(status, requestId, MediaTypes.Json, Encoding.UTF8.GetBytes(envelope.ToJsonString()));
    }
}
