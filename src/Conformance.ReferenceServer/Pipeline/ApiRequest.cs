using System.Text.Json;
using Conformance.Contract;
using Conformance.Reference.Bodies;
using Conformance.Reference.Resources;

namespace Conformance.Reference.Pipeline;

/// <summary>A request on its way through the stages, with what they found out about it.</summary>
internal sealed class ApiRequest(HttpContext http, ReferenceServerOptions options, Store store, string requestId) : IDisposable
{
    private static readonly IReadOnlyDictionary<string, string> NoIds = new Dictionary<string, string>();

    /// <summary>The exchange as Kestrel sees it; a stage may change the request's header fields for those after it.</summary>
    public HttpContext Http => http;

    /// <summary>What the server was started with.</summary>
    public ReferenceServerOptions Options => options;

    /// <summary>The resources of the server.</summary>
    public Store Store => store;

    /// <summary>The id that the answer's <c>request-id</c> will hold.</summary>
    public string RequestId => requestId;

    /// <summary>The path below the base URL.</summary>
    public string Path { get; set; } = http.Request.Path.Value ?? "";

    /// <summary>The operation; null until it is routed, and where the path has none for the method.</summary>
    public Operation? Operation { get; set; }

    /// <summary>The methods of the path; null where the API does not have the path.</summary>
    public IReadOnlyList<string>? Methods { get; set; }

    /// <summary>The ids in the path, by the names in the operation's template.</summary>
    public IReadOnlyDictionary<string, string> Ids { get; set; } = NoIds;

    /// <summary>The key that the request is made with; null until it was found valid.</summary>
    public string? Key { get; set; }

    /// <summary>The version that the request speaks.</summary>
    public string Version { get; set; } = ApiVersions.V20230601;

    /// <summary>The beta features that the request asks for.</summary>
    public IReadOnlySet<string> Betas { get; set; } = new HashSet<string>();

    /// <summary>The most bytes that the request's body may have.</summary>
    public long Limit { get; set; } = long.MaxValue;

    /// <summary>The boundary of a multipart body.</summary>
    public string? Boundary { get; set; }

    /// <summary>The body of an operation that takes JSON, once it was read.</summary>
    public JsonDocument? Document { get; set; }

    /// <summary>The bytes that <see cref="Document"/> stands on.</summary>
    public JsonText? Text { get; set; }

    /// <summary>The parts of an operation that takes a form, once they were read.</summary>
    public IReadOnlyList<FormPart> Parts { get; set; } = [];

    /// <summary>Whether the body was read to its end.</summary>
    public bool BodyEnded { get; set; }

    /// <summary>The body as a JSON object.</summary>
    public JsonElement Json => Document!.RootElement;

    /// <summary>A member of the query; null where it is absent.</summary>
    public string? Query(string name) => http.Request.Query.TryGetValue(name, out var values) ? values[0] : null;

    /// <inheritdoc />
    public void Dispose()
    {
        Document?.Dispose();
        Text?.Dispose();
    }
}
