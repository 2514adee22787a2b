using System.Security.Cryptography.X509Certificates;

namespace Conformance.Reference;

/// <summary>
/// Where the server listens, and which of the freedoms that the contract leaves it takes. The default keeps every
/// promise of the documentation to the letter; <see cref="AsRecorded"/> answers as the real API was seen to.
/// </summary>
public sealed record ReferenceServerOptions
{
    /// <summary>As the real API was recorded: no organization id on a 401, a 413 that comes from an edge, gzip.</summary>
    public static readonly ReferenceServerOptions AsRecorded = new()
    {
        OrganizationIdWithoutKey = false,
        EdgeTooLarge = true,
        Compress = true,
    };

    /// <summary>The plain address to listen on; port 0 takes a free one.</summary>
    public Uri Url { get; init; } = new("http://127.0.0.1:0");

    /// <summary>Opens a second, TLS listener on a free port of the same address, with HTTP/1.1 and HTTP/2; null opens none.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The port of the TLS listener; 0 takes a free one.</summary>
    public int TlsPort { get; init; }

    /// <summary>The largest accepted request body of every operation without a limit of its own, in bytes.</summary>
    public long StandardLimit { get; init; } = 33_554_432;

    /// <summary>The largest accepted request body of the Batch API, in bytes.</summary>
    public long BatchLimit { get; init; } = 268_435_456;

    /// <summary>The largest accepted request of the Files API, the whole multipart body counted, in bytes.</summary>
    public long FilesLimit { get; init; } = 524_288_000;

    /// <summary>Whether <c>anthropic-organization-id</c> stands on answers to requests without a valid key too.</summary>
    public bool OrganizationIdWithoutKey { get; init; } = true;

    /// <summary>
    /// Whether a 413 looks as if an edge in front of the API gave it: <c>error</c> alone, without the envelope around it,
    /// and without the API's own headers.
    /// </summary>
    public bool EdgeTooLarge { get; init; }

    /// <summary>Whether a wrong method on a known path is refused before the key is looked at.</summary>
    public bool MethodBeforeAuthentication { get; init; } = true;

    /// <summary>Whether answers are compressed with gzip for a client that accepts it.</summary>
    public bool Compress { get; init; }

    /// <summary>Whether a message may name any model that begins with <c>claude-</c>, listed by the server or not.</summary>
    public bool AnyModel { get; init; }

    /// <summary>Whether bodies travel without a length: chunked on HTTP/1.1.</summary>
    public bool Chunked { get; init; }

    /// <summary>Whether header names are spelled <c>Request-Id</c> on HTTP/1.1.</summary>
    public bool MixedHeaderCase { get; init; }

    /// <summary>Whether every JSON object answered holds a member, and every answer a header, that no documentation names.</summary>
    public bool ExtraMembers { get; init; }

    /// <summary>Whether request ids have a format of their own instead of <c>req_</c> and 24 characters.</summary>
    public bool OtherIdFormat { get; init; }

    /// <summary>
    /// Whether every answer is legal but unusual: JSON over several lines with members that no documentation names, parameters
    /// and quotes on media types, cookies, a deletion of what is not there that succeeds where that is documented; on HTTP/1.1 a
    /// 103 before each answer, no reason phrase, field names in capitals and connections that end every few answers; event
    /// streams with CRLF, comments, ids, retry times, more pings and data over several lines.
    /// </summary>
    public bool Unusual { get; init; }

    /// <summary>
    /// Operations that no key is entitled to, as patterns of their ids with <c>*</c>: 403 <c>permission_error</c>.
    /// </summary>
    public IReadOnlyList<string> NotEntitled { get; init; } = [];

    /// <summary>The operations that it has, as patterns of their ids with <c>*</c>; the paths of the others are not there.</summary>
    public IReadOnlyList<string> Serves { get; init; } = ["*"];

    /// <summary>Whether a path below <c>/v1</c> that is not there is answered with a page of HTML that names it, as Express does.</summary>
    public bool HtmlNotFound { get; init; }

    /// <summary>
    /// Whether the organization is an Enterprise one. Another is answered 400 <c>organization_type_not_supported</c> where an
    /// operation is for those only.
    /// </summary>
    public bool EnterpriseOrganization { get; init; } = true;

    /// <summary>Whether the organization is enrolled in the betas; their operations answer 404 to one that is not.</summary>
    public bool EnrolledInBetas { get; init; } = true;

    /// <summary>
    /// Whether the keys are tied to a workspace identity, so that every request needs <c>anthropic-workspace-id</c>: 400
    /// without it.
    /// </summary>
    public bool KeysNeedWorkspace { get; init; }

    /// <summary>The path that the API is served below, as behind a gateway: <c>/anthropic</c>; empty serves it at the root.</summary>
    public string PathPrefix { get; init; } = "";

    /// <summary>The names of the <see cref="Reference.Deviations.All"/> that the whole server has.</summary>
    public IReadOnlyList<string> Deviations { get; init; } = [];

    /// <summary>Makes the server the upstream of a gateway under test: records what arrives, and scripts answers. Null is off.</summary>
    public Upstream? Upstream { get; init; }

    /// <summary>The pause before each event of a stream, long enough to see whether something in between buffers it.</summary>
    public TimeSpan EventGap { get; init; } = TimeSpan.FromMilliseconds(5);
}
