using Conformance.Contract;
using Conformance.Suite.Assertions;
using Conformance.Wire;

namespace Conformance.Suite.Running;

/// <summary>
/// Answers that say something about the key and nothing about the target: an operation is not judged with a key that is not
/// entitled to it.
/// </summary>
internal static class Entitlement
{
    private const string WorkspaceHeader = "anthropic-workspace-id";

    /// <summary>What the key lacks, and what would be needed, by the answer to a valid request; null where it lacks nothing.</summary>
    public static string? Lacking(Operation operation, Exchange exchange)
    {
        if (exchange.Response is not { Status: 400 or 403 } response || AnswerBody.Json(exchange) is not { } json
            || AnswerBody.Text(json, "error", "type") is not { } type)
        {
            return null;
        }

        if (response.Status == 403)
        {
            return type == ErrorTypes.Permission && AnswerBody.Text(json, "type") == "error"
                ? $"the key is not entitled to {operation.Group}: it needs a key with that permission"
                : null;
        }

        if (AnswerBody.Text(json, "error", "details", "error_code") == ErrorCodes.OrganizationTypeNotSupported)
        {
            return $"the key's organisation is not of the kind that {operation.Group} is for: it needs an Enterprise organisation";
        }

        return AnswerBody.Text(json, "error", "message")?.Contains(
            $"{WorkspaceHeader} is required", StringComparison.OrdinalIgnoreCase) == true
            ? $"the key belongs to a workspace: set ExtraHeaders to {WorkspaceHeader}: and its id"
            : null;
    }
}
