using Conformance.Contract;
using Conformance.Reference.Bodies;
using Conformance.Reference.Pipeline;
using Microsoft.Net.Http.Headers;
using HeaderNames = Conformance.Contract.HeaderNames;

namespace Conformance.Reference.Stages;

/// <summary>What the body says it is. An operation without a body does not care.</summary>
internal static class BodyMedia
{
    private const int LongestBoundary = 70;

    /// <summary>400 for a coding that is not understood, and for a media type that the operation does not take.</summary>
    public static ValueTask<Answer?> Check(ApiRequest request)
    {
        var takes = request.Operation!.Takes;
        if (takes == RequestMedia.None)
        {
            return default;
        }

        var headers = request.Http.Request.Headers;
        if (!ContentCoding.IsUnderstood(headers.ContentEncoding))
        {
            var message = $"content-encoding: \"{headers.ContentEncoding}\" is not supported";
            return new(Answers.Invalid(request, message, "request_body_encoding_unsupported"));
        }

        var expected = takes == RequestMedia.Json ? MediaTypes.Json : MediaTypes.Multipart;
        if (headers.ContentType.Count != 1
            || !MediaTypeHeaderValue.TryParse(headers.ContentType.ToString(), out var type)
            || !type.MediaType.Equals(expected, StringComparison.OrdinalIgnoreCase))
        {
            return new(Answers.Invalid(request, $"content-type: must be {expected}"));
        }

        return new(takes == RequestMedia.Json ? CheckCharset(request, type) : TakeBoundary(request, type));
    }

    private static Answer? CheckCharset(ApiRequest request, MediaTypeHeaderValue type) =>
        type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            ? Answers.Invalid(request, "content-type: charset must be utf-8")
            : null;

    private static Answer? TakeBoundary(ApiRequest request, MediaTypeHeaderValue type)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        request.Boundary = boundary;
        return boundary.Length is > 0 and <= LongestBoundary
            ? null
            : Answers.Invalid(request, $"{HeaderNames.ContentType}: the boundary is missing or too long");
    }
}
