using System.IO.Enumeration;
using Conformance.Contract;
using Conformance.Reference.Pipeline;

namespace Conformance.Reference.Stages;

/// <summary>What the organization of a key has: workspaces, entitlements, betas, the Enterprise plan.</summary>
internal static class Entitlement
{
    /// <summary>
    /// 400 where the key needs a workspace or another kind of organization, 403 where it is not entitled, and 404 for a beta
    /// that the request does not ask for or the organization is not enrolled in ("a request without it returns `404`").
    /// </summary>
    public static ValueTask<Answer?> Check(ApiRequest request)
    {
        var options = request.Options;
        var operation = request.Operation!;
        if (options.KeysNeedWorkspace && !request.Http.Request.Headers.ContainsKey(HeaderNames.WorkspaceId))
        {
            return new(Answers.Invalid(request, $"{HeaderNames.WorkspaceId} is required"));
        }

        if (options.NotEntitled.Any(glob => FileSystemName.MatchesSimpleExpression(glob, operation.Id, ignoreCase: false)))
        {
            return new(Answers.Error(request, StatusCodes.Status403Forbidden, "Your API key is not entitled to this operation"));
        }

        if (operation.IsBeta && !(options.EnrolledInBetas && (operation.Beta is null || request.Betas.Contains(operation.Beta))))
        {
            return new(Answers.NotFound(request, "Not Found"));
        }

        return operation.EnterpriseOnly && !options.EnterpriseOrganization
            ? new(Answers.Invalid(
                request, "This operation is for Claude Enterprise organizations", ErrorCodes.OrganizationTypeNotSupported))
            : default;
    }
}
