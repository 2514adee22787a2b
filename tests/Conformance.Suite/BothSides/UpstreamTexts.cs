using System.Text.Json.Nodes;
using Conformance.Contract;

namespace Conformance.Suite.BothSides;

/// <summary>What scripts answer: texts as the API gives them, with something in each that nobody knows beforehand.</summary>
internal static class UpstreamTexts
{
    /// <summary>The request id in the answers.</summary>
    public const string RequestId = "req_011CConformanceUpstream";

    /// <summary>The organization in the answers.</summary>
    public const string OrganizationId = "5f0c7e1a-93b4-4d52-8c6e-2b7d1f409a36";

    /// <summary>An integer that no 64-bit floating-point number is equal to.</summary>
    public const string Large = "9007199254740993";

    /// <summary>A message with members that no documentation names, and a large integer.</summary>
    public const string Message =
        """{"id":"msg_01ConformanceUpstream","type":"message","role":"assistant","model":"claude-conformance","content":["""
        + """{"type":"text","text":"Hello \ud83d\ude00 \u2028","conformance_new":null}],"stop_reason":"end_turn","stop_sequence":null,"""
        + """ "usage":{"input_tokens":9,"output_tokens":3,"conformance_large":9007199254740993},"""
        + """ "conformance_new":{"list":[],"number":1.50}}""";

    /// <summary>The error of a status in the documented envelope, with details that no documentation names and a long message.</summary>
    public static string Error(int status,
        string message = "The upstream was told to answer so, at some length, so that whoever cuts it is seen") =>
        new JsonObject
        {
            ["type"] = "error",
            ["error"] = new JsonObject
            {
                ["type"] = ErrorTypes.For(status),
                ["message"] = message,
                ["details"] = new JsonObject { ["conformance_new"] = status }
            },
            ["request_id"] = RequestId,
        }.ToJsonString();

    /// <summary>The data of <c>message_start</c>.</summary>
    public const string Start =
        """{"type":"message_start","message":{"id":"msg_01ConformanceUpstream","type":"message","role":"assistant","""
        + """ "model":"claude-conformance","content":[],"stop_reason":null,"stop_sequence":null,"""
        + """ "usage":{"input_tokens":9,"output_tokens":1}}}""";

    /// <summary>The data of <c>content_block_start</c>.</summary>
    public const string BlockStart = """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""";

    /// <summary>The data of a <c>content_block_start</c> whose block has a text already.</summary>
    public static string BlockStartWith(string text) =>
        BlockStart.Replace("\"text\":\"\"", $"\"text\":\"{text}\"", StringComparison.Ordinal);

    /// <summary>The data of <c>content_block_stop</c>.</summary>
    public const string BlockStop = """{"type":"content_block_stop","index":0}""";

    /// <summary>The data of <c>message_delta</c>.</summary>
    public const string End =
        """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":3}}""";

    /// <summary>The data of <c>message_stop</c>.</summary>
    public const string Stop = """{"type":"message_stop"}""";

    /// <summary>The data of a <c>content_block_delta</c>.</summary>
    public static string Delta(string text) =>
        $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{text}}}"}}""";
}
