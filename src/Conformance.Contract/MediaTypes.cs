namespace Conformance.Contract;

/// <summary>The media types of the contract.</summary>
public static class MediaTypes
{
    /// <summary>Exactly <c>application/json</c>, without a charset, in every recording.</summary>
    public const string Json = "application/json";

    /// <summary>The event stream of a request with <c>"stream": true</c>.</summary>
    public const string EventStream = "text/event-stream";

    /// <summary>The results of a batch: one JSON text a line.</summary>
    public const string JsonLines = "application/x-jsonl";

    /// <summary>The form that Files and Skills take.</summary>
    public const string Multipart = "multipart/form-data";
}
