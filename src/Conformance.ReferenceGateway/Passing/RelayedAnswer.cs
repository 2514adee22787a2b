using Conformance.Contract;
using Conformance.Gateway.Upstream;
using Conformance.Reference;

namespace Conformance.Gateway.Passing;

/// <summary>An answer on its way to the client; what can be changed of it stands here.</summary>
internal sealed class RelayedAnswer
{
    /// <summary>The upstream's answer.</summary>
    public RelayedAnswer(ForwardedRequest request, AnswerHead head, bool copiesHopByHop)
    {
        Request = request;
        Status = head.Status;
        Reason = head.Reason;
        Headers = [.. copiesHopByHop ? HopByHop.Copied(head.Headers) : HopByHop.Without(head.Headers)];
        if (head.IsChunked)
        {
            // RFC 9112, section 6.3: what the chunks say overrides the length.
            Headers.Drop("content-length");
        }
    }

    /// <summary>The gateway's own answer.</summary>
    public RelayedAnswer(ForwardedRequest? request, OwnAnswer own)
    {
        Request = request;
        Own = own;
        Status = own.Status;
        Reason = null;
        Headers = [new(HeaderNames.ContentType, own.MediaType), new(HeaderNames.RequestId, own.RequestId)];
    }

    /// <summary>The request; null where it was refused before it was made.</summary>
    public ForwardedRequest? Request { get; }

    /// <summary>The gateway's own answer; null for the upstream's.</summary>
    public OwnAnswer? Own { get; }

    /// <summary>The status.</summary>
    public int Status { get; set; }

    /// <summary>The reason phrase; null for the usual one.</summary>
    public string? Reason { get; set; }

    /// <summary>The header lines, in order.</summary>
    public List<HeaderLine> Headers { get; }

    /// <summary>Makes another body of the whole one; null relays it as it comes.</summary>
    public Func<byte[], byte[]>? Rewrite { get; private set; }

    /// <summary>Whether the length of the upstream's body stays declared, whatever becomes of the body.</summary>
    public bool KeepsLength { get; set; }

    /// <summary>What the body goes through, piece by piece, in order.</summary>
    public List<BodyFilter> Filters { get; } = [];

    /// <summary>Whether it is an event stream without a content coding.</summary>
    public bool IsPlainStream => IsStream && !IsCoded;

    /// <summary>Whether it is an event stream.</summary>
    public bool IsStream => Is(MediaTypes.EventStream);

    /// <summary>Whether it is JSON without a content coding.</summary>
    public bool IsPlainJson => Is(MediaTypes.Json) && !IsCoded;

    /// <summary>Whether its body has a content coding.</summary>
    public bool IsCoded => Headers.Has(HeaderNames.ContentEncoding);

    /// <summary>Changes the whole body after whatever changes it already.</summary>
    public void Rewriting(Func<byte[], byte[]> change)
    {
        var before = Rewrite ?? (bytes => bytes);
        Rewrite = bytes => change(before(bytes));
    }

    private bool Is(string mediaType) =>
        Headers.First(HeaderNames.ContentType)?.StartsWith(mediaType, StringComparison.OrdinalIgnoreCase) == true;
}
