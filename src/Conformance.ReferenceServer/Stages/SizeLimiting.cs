using Conformance.Contract;
using Conformance.Reference.Pipeline;

namespace Conformance.Reference.Stages;

/// <summary>"Request size limits": 32 MB for standard endpoints, 256 MB for the Batch API, 500 MB for the Files API.</summary>
internal static class SizeLimiting
{
    /// <summary>The limit of the request's operation in bytes; the standard one where none is documented.</summary>
    public static long Limit(ApiRequest request) => request.Operation!.Size switch
    {
        SizeGroup.Batch => request.Options.BatchLimit,
        SizeGroup.Files => request.Options.FilesLimit,
        _ => request.Options.StandardLimit,
    };

    /// <summary>413 at once where the declared length alone is over the limit; not a byte of the body is read.</summary>
    public static ValueTask<Answer?> Check(ApiRequest request) =>
        request.Http.Request.ContentLength > request.Limit ? new(Answers.TooLarge(request)) : default;
}
