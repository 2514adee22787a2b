using System.Text.Json.Nodes;
using Conformance.Reference.Pipeline;

namespace Conformance.Reference;

/// <summary>Bends of what successful answers and the events of streams hold.</summary>
internal static class Answering
{
    /// <summary>Changes the JSON of the successful answers of these operations.</summary>
    public static Func<RequestPipeline, RequestPipeline> Changing(string[] operations, Action<ApiRequest, JsonObject> change) => pipeline =>
        pipeline.Rewriting(status => status == StatusCodes.Status200OK, (request, answer) =>
        {
            if (request.Is(operations) && answer.Json() is { } json)
            {
                change(request, json);
                answer.Replace(json);
            }
        });

    /// <summary>Changes a resource where it is answered alone, and each where a list of them is.</summary>
    public static Func<RequestPipeline, RequestPipeline> ChangingEach(string[] operations, Action<JsonObject> change) =>
        Changing(operations, (_, json) =>
        {
            foreach (var item in json["data"] is JsonArray items ? items.OfType<JsonObject>() : [json])
            {
                change(item);
            }
        });

    /// <summary>Takes a member away from a resource, alone and in lists.</summary>
    public static Func<RequestPipeline, RequestPipeline> Without(string[] operations, string member) =>
        ChangingEach(operations, item => item.Remove(member));

    /// <summary>Gives a member of a resource another value, alone and in lists.</summary>
    public static Func<RequestPipeline, RequestPipeline> With(string[] operations, string member, Func<JsonNode?> value) =>
        ChangingEach(operations, item => item[member] = value());

    /// <summary>Changes the data of one kind of event in every stream.</summary>
    /// <param name="name">The kind; events whose name begins with it are changed.</param>
    /// <param name="change">What is done to its data.</param>
    public static Func<RequestPipeline, RequestPipeline> Event(string name, Action<JsonObject> change) => pipeline =>
        pipeline.RewritingEvents(text =>
        {
            const string Data = "\ndata: ";
            var at = text.IndexOf(Data, StringComparison.Ordinal);
            if (at < 0 || !text.StartsWith("event: " + name, StringComparison.Ordinal))
            {
                return [text];
            }

            var data = JsonNode.Parse(text[(at + Data.Length)..])!.AsObject();
            change(data);
            return [$"{text[..at]}{Data}{data.ToJsonString()}\n\n"];
        });
}
