using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reference;

namespace Conformance.Clients;

/// <summary>Errors in the documented envelope.</summary>
internal static class ScriptedError
{
    /// <summary>The organization of every scripted answer.</summary>
    public const string OrganizationId = "3b1f0c5e-6d1a-4c57-9d0e-2f8a7b6c5d4e";

    /// <summary>An error.</summary>
    public static ScriptedAnswer Answer(ClientRequest request, int status, params (string Name, string Value)[] headers)
    {
        var answer = Script.Answer(status)
            .With(HeaderNames.RequestId, request.RequestId)
            .With(HeaderNames.OrganizationId, OrganizationId);
        return headers.Aggregate(answer, (script, header) => script.With(header.Name, header.Value)).Json(new JsonObject
        {
            ["type"] = "error",
            ["error"] = new JsonObject
            {
                ["type"] = status == 408 ? ErrorTypes.Timeout : ErrorTypes.For(status),
                ["message"] = $"The client check answers {status} here.",
            },
            ["request_id"] = request.RequestId,
        });
    }

    /// <summary>The message of an error in the documented envelope; null where a body is none.</summary>
    public static string? Message(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonNode.Parse(body.Span)?["error"]?["message"]?.GetValue<string>();
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Header fields as a part of a sentence.</summary>
    public static string Words((string Name, string Value)[] headers) =>
        string.Concat(headers.Select(header => $" with {header.Name}: {header.Value}"));
}
