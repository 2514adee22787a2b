using System.Text.Json.Nodes;
using Conformance.Reference.Pipeline;
using Conformance.Reference.Resources;

namespace Conformance.Reference.Handlers;

/// <summary>The operations that do more than read and write a resource.</summary>
internal static class Administration
{
    private static readonly Dictionary<string, MemberRule> Approval = new()
    {
        ["amount"] = new("string"),
        ["period"] = new("daily|weekly|monthly?"),
    };

    private static readonly Dictionary<string, MemberRule> Action = new() { ["action"] = new("object") };

    /// <summary>The organization of the key.</summary>
    public static ValueTask<Answer?> Organization(ApiRequest request) => new(Answers.Json(new JsonObject
    {
        ["id"] = Identifiers.Organization(request.Key!),
        ["type"] = "organization",
        ["name"] = "Reference organization",
    }));

    /// <summary>Says that an external key works.</summary>
    public static ValueTask<Answer?> ValidateKey(ApiRequest request) => Found(request, _ => Answers.Json(new JsonObject
    {
        ["type"] = "external_key_validation",
        ["status"] = "success",
        ["error"] = null,
    }));

    /// <summary>Makes a URL at which the user of a profile acts.</summary>
    public static ValueTask<Answer?> ActionUrl(ApiRequest request) => Found(request, _ =>
        Members.Problem(request.Json, Action) is { } problem
            ? Answers.Invalid(request, problem)
            : Answers.Json(new JsonObject
            {
                ["type"] = "user_profile_action_url",
                ["url"] = "https://example.com/enroll/" + Identifiers.New("act_"),
                ["expires_at"] = Shelf.Timestamp(DateTimeOffset.UtcNow.AddDays(1)),
            }));

    /// <summary>Approves or denies a request for a higher spend limit.</summary>
    public static ValueTask<Answer?> Resolve(ApiRequest request, string status) => Found(request, item =>
    {
        if (status == "approved" && Members.Problem(request.Json, Approval) is { } problem)
        {
            return Answers.Invalid(request, problem);
        }

        if (item["status"]!.GetValue<string>() != "pending")
        {
            return Answers.Error(request, StatusCodes.Status409Conflict, "The request is resolved already");
        }

        item["status"] = status;
        item["resolved_at"] = Shelf.Now;
        return Answers.Json((JsonObject)item.DeepClone());
    });

    private static ValueTask<Answer?> Found(ApiRequest request, Func<JsonObject, Answer> act) =>
        CollectionHandlers.Locked(request, (shelf, _) =>
            shelf.Find(request.Ids) is { } item ? act(item) : CollectionHandlers.Missing(request));
}
