using System.Text.Json.Nodes;
using Conformance.Contract;
using Microsoft.AspNetCore.Http.Extensions;

namespace Conformance.Reference;

/// <summary>What goes wrong with lists: then the clients' paging stops silently, or never.</summary>
internal static class ListShapeDeviations
{
    private const string ById = "shape.list-by-id";
    private const string ByPage = "shape.list-by-page";
    private const string Rebuilt = "litellm#30273, #35455";
    private const string Ignoring = "gateways that drop the query";

    private static readonly string[] Ids =
        [.. Operations.All.Where(one => one is { PagesById: true, ProbeKind: ProbeKind.Read }).Select(one => one.Id)];

    // A run that has no models has nothing to send.
    private static readonly string[] OtherIds = [.. Ids.Where(id => id != "models.list")];

    private static readonly string[] Pages =
    [
        .. Operations.All
            .Where(one => one is { PagesById: false, ProbeKind: ProbeKind.Read })
            .Where(one => !one.Id.EndsWith(".get", StringComparison.Ordinal))
            .Select(one => one.Id),
    ];

    public static IEnumerable<Deviation> All { get; } =
    [
        List("list-first-id-missing", "Lists have no first_id.", Rebuilt, ById, Ids, json => json.Remove("first_id")),
        List("list-last-id-missing", "Lists have no last_id.", Rebuilt, ById, Ids, json => json.Remove("last_id")),
        List("list-has-more-missing", "Lists have no has_more.", Rebuilt, ById, Ids, json => json.Remove("has_more")),
        List("list-has-more-text", "has_more is a text.", "untyped servers", ById, Ids, json => json["has_more"] = "false"),
        List("list-has-more-always", "has_more is always true.", "mocks", ById, Ids, json => json["has_more"] = true),
        List("list-has-more-never", "has_more is always false.", "mocks", ById, Ids, json => json["has_more"] = false),
        List("list-first-id-of-another", "first_id is not the id of the first.", "mocks", ById, Ids, json =>
            json["first_id"] = json["first_id"] is null ? null : "another"),
        List("list-last-id-of-another", "last_id is not the id of the last.", "mocks", ById, Ids, json =>
            json["last_id"] = json["last_id"] is null ? null : "another"),
        List(
            "list-data-missing", "Lists by id have another name than data.", "translating gateways", ById, OtherIds, json => Rename(json,
            "data", "items")),
        Query("list-limit-ignored", "Lists by id do not look at limit.", ById, Ids, "limit"),
        Query("list-after-id-ignored", "Lists by id do not look at after_id: page 2 is page 1.", ById, Ids, "after_id"),
        Query("list-before-id-ignored", "Lists by id do not look at before_id.", ById, Ids, "before_id"),

        List("page-next-page-missing", "Lists by page have no next_page.", Rebuilt, ByPage, Pages, json => json.Remove("next_page")),
        List("page-next-page-number", "next_page is a number.", "translating gateways", ByPage, Pages, json => json["next_page"] = 2),
        List("page-next-page-never", "next_page is always null.", "mocks", ByPage, Pages, json => json["next_page"] = null),
        List(
            "page-data-missing", "Lists by page have another name than data.", "translating gateways", ByPage, Pages,
            json => Rename(json, "data", "items")),
        Query("page-limit-ignored", "Lists by page do not look at limit.", ByPage, Pages, "limit"),
        Query("page-ignored", "Lists by page do not look at page: page 2 is page 1.", ByPage, Pages, "page"),
    ];

    private static void Rename(JsonObject json, string from, string to)
    {
        var value = json[from]!.DeepClone();
        json.Remove(from);
        json[to] = value;
    }

    private static Deviation List(string name, string breaks, string seenIn, string rule, string[] operations, Action<JsonObject> change) =>
        new(name, breaks, seenIn) { Rules = [rule], Bend = Answering.Changing(operations, (_, json) => change(json)) };

    private static Deviation Query(string name, string breaks, string rule, string[] operations, string member) =>
        new(name, breaks, Ignoring)
        {
            Rules = [rule],
            Bend = pipeline => pipeline with
            {
                Handle = request =>
                {
                    if (request.Is(operations))
                    {
                        var rest = request.Http.Request.Query.Where(pair => pair.Key != member);
                        request.Http.Request.QueryString = new QueryBuilder(rest).ToQueryString();
                    }

                    return pipeline.Handle(request);
                },
            },
        };
}
