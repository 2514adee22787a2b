using Conformance.Reference.Pipeline;

namespace Conformance.Reference.Stages;

/// <summary>From method and path to an operation.</summary>
internal static class Routing
{
    private static readonly RouteTable Routes = new(Contract.Operations.All);

    /// <summary>
    /// Finds the operation. A path outside <c>/v1</c> is answered 404 with an empty body, an unknown one inside it 404
    /// <c>not_found_error</c> (both recorded).
    /// </summary>
    public static ValueTask<Answer?> Route(ApiRequest request)
    {
        var path = request.Path;
        if (path != "/v1" && !path.StartsWith("/v1/", StringComparison.Ordinal))
        {
            return new(new Answer(StatusCodes.Status404NotFound));
        }

        if (!Routes.TryFind(path, request))
        {
            return new(Answers.NotFound(request, "Not Found"));
        }

        return default;
    }

    /// <summary>
    /// "The origin server MUST generate an Allow header field in a 405 response" (RFC 9110, section 15.5.6); its JSON is an
    /// <c>invalid_request_error</c> (recorded).
    /// </summary>
    public static ValueTask<Answer?> Method(ApiRequest request)
    {
        if (request.Operation is not null)
        {
            return default;
        }

        var answer = Answers.Error(request, StatusCodes.Status405MethodNotAllowed, "Method Not Allowed");
        answer["allow"] = string.Join(", ", request.Methods!);
        return new(answer);
    }
}
