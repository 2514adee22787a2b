using System.Text.Json;
using Conformance.Contract;
using Conformance.Reference.Bodies;
using Conformance.Reference.Pipeline;
using Microsoft.AspNetCore.Http.Features;

namespace Conformance.Reference.Stages;

/// <summary>Reads the body to its end, counting, and keeps of it only what a handler needs.</summary>
internal static class BodyReading
{
    /// <summary>413 as soon as one byte too many arrived; 400 where the body is empty or not what it says it is.</summary>
    public static async ValueTask<Answer?> Read(ApiRequest request)
    {
        var http = request.Http;
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true)
        {
            request.BodyEnded = true;
            return request.Operation!.Takes == RequestMedia.None ? null : Answers.Invalid(request, "The request body is empty");
        }

        var body = ContentCoding.Decode(http.Request, request.Limit, request.Operation!.Takes);
        try
        {
            var answer = request.Operation.Takes switch
            {
                RequestMedia.Json => await ReadJsonAsync(request, body),
                RequestMedia.Multipart => await ReadFormAsync(request, body),
                _ => null,
            };
            await BodyStream.DiscardAsync(body, http.RequestAborted);
            request.BodyEnded = true;
            return answer;
        }
        catch (BodyTooLargeException e)
        {
            return Answers.TooLarge(request, e.AfterDecoding ? "request_body_too_large_after_decoding" : null);
        }
        catch (CodingException)
        {
            return Answers.Invalid(request, "The request body is not what content-encoding says", "request_body_encoding_invalid");
        }
    }

    private static async Task<Answer?> ReadJsonAsync(ApiRequest request, Stream body)
    {
        request.Text = new JsonText();
        await request.Text.ReadAsync(body, request.Http.RequestAborted);
        if (request.Text.IsEmpty)
        {
            return Answers.Invalid(request, "The request body is empty");
        }

        if (!request.Text.IsMalformed)
        {
            try
            {
                request.Document = JsonDocument.Parse(request.Text.Kept, JsonText.Options);
                return request.Json.ValueKind == JsonValueKind.Object
                    ? null
                    : Answers.Invalid(request, "The request body must be a JSON object");
            }
            catch (JsonException)
            {
                // Said below, as every other way of not being JSON.
            }
        }

        return Answers.Invalid(request, "The request body is not valid JSON");
    }

    private static async Task<Answer?> ReadFormAsync(ApiRequest request, Stream body)
    {
        try
        {
            request.Parts = await FormPart.ReadAllAsync(body, request.Boundary!, request.Http.RequestAborted);
            return null;
        }
        catch (FormException)
        {
            return Answers.Invalid(request, "The request body is not a valid multipart form");
        }
    }
}
