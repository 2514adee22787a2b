using Conformance.Gateway.Upstream;

namespace Conformance.Gateway.Passing;

/// <summary>
/// How a gateway behaves. The default changes nothing; a gateway that breaks one promise is this one
/// <c>with { … }</c> something else.
/// </summary>
internal sealed record Conduct
{
    /// <summary>Sees a request before it goes upstream, and may change it.</summary>
    public Action<ForwardedRequest> Forward { get; init; } = _ => { };

    /// <summary>Whether fields that belong to the client's connection go upstream too.</summary>
    public bool CopiesHopByHop { get; init; }

    /// <summary>Whether a request with both <c>content-length</c> and <c>transfer-encoding</c> goes upstream with both.</summary>
    public bool ForwardsBothFields { get; init; }

    /// <summary>Whether the client's <c>authorization</c> stays beside the key that was put in its place.</summary>
    public bool ForwardsAuthorization { get; init; }

    /// <summary>Whether the whole body is read before anything goes upstream.</summary>
    public bool HoldsBody { get; init; }

    /// <summary>Whether <c>expect</c> is ignored: no 100 is ever sent.</summary>
    public bool IgnoresExpect { get; init; }

    /// <summary>Whether a request is sent once more after this head; after none where the connection ended before one.</summary>
    public Func<AnswerHead?, bool>? Retries { get; init; }

    /// <summary>Whether a request is sent once more after its answer was cut.</summary>
    public bool ReplaysAfterCut { get; init; }

    /// <summary>Whether the upstream's answer is read to its end though the client is gone.</summary>
    public bool DrainsAfterDisconnect { get; init; }

    /// <summary>Sees every answer before it goes to the client, and may change it.</summary>
    public Action<RelayedAnswer> Relay { get; init; } = _ => { };

    /// <summary>Whether fields that belong to the upstream's connection go to the client too.</summary>
    public bool CopiesAnswerHopByHop { get; init; }

    /// <summary>Whether an answer that was cut ends for the client as if it were whole.</summary>
    public bool EndsCutCleanly { get; init; }

    /// <summary>Whether an own timeout is as short as <see cref="ReferenceGatewayOptions.ShortTimeout"/>: for the head.</summary>
    public bool HurriesHead { get; init; }

    /// <summary>The same for silence in mid-answer.</summary>
    public bool HurriesSilence { get; init; }

    /// <summary>The same for the whole exchange, whatever flows.</summary>
    public bool HurriesWhole { get; init; }

    /// <summary>What the gateway answers by itself.</summary>
    public Func<int, string, OwnAnswer> Fail { get; init; } = OwnAnswer.Error;
}
