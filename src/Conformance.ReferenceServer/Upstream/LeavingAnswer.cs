using Microsoft.AspNetCore.Http.Features;

namespace Conformance.Reference;

/// <summary>An answer of the server's own on its way out, recorded as it is written.</summary>
internal sealed class LeavingAnswer(Stream body, IHttpResponseBodyFeature inner, UpstreamAnswer answer)
    : StreamResponseBodyFeature(body, inner)
{
    /// <inheritdoc />
    public override Task CompleteAsync()
    {
        answer.IsOut = true;
        return base.CompleteAsync();
    }
}
