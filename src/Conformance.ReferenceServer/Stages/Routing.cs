using System.IO.Enumeration;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Conformance.Reference.Pipeline;
using Microsoft.AspNetCore.Http.Features;

namespace Conformance.Reference.Stages;

/// <summary>From method and path to an operation.</summary>
internal static class Routing
{
    // In bytes; what most servers in front of an API take.
    private const int LongestTarget = 8_192;

    private static readonly RouteTable Routes = new(Contract.Operations.Every);
    private static readonly ConditionalWeakTable<ReferenceServerOptions, RouteTable> OfSome = [];

    /// <summary>
    /// Finds the operation. A path outside <c>/v1</c> is answered 404 with an empty body, an unknown one inside it 404
    /// <c>not_found_error</c> (both recorded).
    /// </summary>
    public static ValueTask<Answer?> Route(ApiRequest request)
    {
        if (request.Http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Length > LongestTarget)
        {
            return new(Answers.Error(request, StatusCodes.Status414UriTooLong, "The URL is too long"));
        }

        var path = request.Path;
        if (path != "/v1" && !path.StartsWith("/v1/", StringComparison.Ordinal))
        {
            return new(new Answer(StatusCodes.Status404NotFound));
        }

        if (!Of(request.Options).TryFind(path, request))
        {
            return new(request.Options.HtmlNotFound ? Page(request) : Answers.NotFound(request, "Not Found"));
        }

        return default;
    }

    private static RouteTable Of(ReferenceServerOptions options) => options.Serves is ["*"]
        ? Routes
        : OfSome.GetValue(options, some => new RouteTable(Contract.Operations.Every.Where(
            operation => some.Serves.Any(glob => FileSystemName.MatchesSimpleExpression(glob, operation.Id, ignoreCase: false)))));

    private static Answer Page(ApiRequest request)
    {
        var what = $"Cannot {request.Http.Request.Method} {WebUtility.HtmlEncode(request.Path)}";
        var page = $"<!DOCTYPE html>\n<title>Error</title>\n<pre>{what}</pre>\n";
        var answer = new Answer(StatusCodes.Status404NotFound) { Body = Encoding.UTF8.GetBytes(page) };
        answer[Contract.HeaderNames.ContentType] = "text/html; charset=utf-8";
        return answer;
    }

    /// <summary>The kind of key that the operations of a path take; an ordinary one where the path is unknown.</summary>
    public static Contract.KeyKind Key(string path) =>
        path.StartsWith('/') ? Routes.AnyAt(path)?.Key ?? Contract.KeyKind.Api : Contract.KeyKind.Api;

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
