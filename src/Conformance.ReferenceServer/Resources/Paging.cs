using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Reference.Pipeline;

namespace Conformance.Reference.Resources;

/// <summary>The two shapes of a list.</summary>
internal static class Paging
{
    private const int DefaultLimit = 20;
    private const int LargestLimit = 1_000;

    /// <summary>A page of <c>first_id</c>, <c>last_id</c> and <c>has_more</c>, asked for by <c>after_id</c> or <c>before_id</c>.</summary>
    /// <param name="request">The request, with <c>limit</c> and a cursor in its query.</param>
    /// <param name="items">All resources of the list, newest first.</param>
    /// <param name="idMember">The member that identifies one of them.</param>
    /// <returns>The page, or 400 for a limit or a cursor that is none.</returns>
    public static Answer ById(ApiRequest request, IReadOnlyList<JsonObject> items, string idMember)
    {
        if (Limit(request) is not { } limit)
        {
            return InvalidLimit(request);
        }

        var (start, end) = (0, items.Count);
        if (request.Query("after_id") is { } after)
        {
            start = IndexOf(items, idMember, after) + 1;
            if (start == 0)
            {
                return Answers.Invalid(request, "after_id: no such resource");
            }
        }
        else if (request.Query("before_id") is { } before)
        {
            end = IndexOf(items, idMember, before);
            if (end < 0)
            {
                return Answers.Invalid(request, "before_id: no such resource");
            }

            start = Math.Max(0, end - limit);
            return Page(items, idMember, start, end, hasMore: start > 0);
        }

        end = Math.Min(end, start + limit);
        return Page(items, idMember, start, end, hasMore: end < items.Count);
    }

    /// <summary>A page of <c>next_page</c>, asked for by <c>page</c>.</summary>
    /// <param name="request">The request, with <c>limit</c> and a page in its query.</param>
    /// <param name="items">All resources of the list, newest first.</param>
    /// <param name="members">Members that the page has beside <c>data</c> and <c>next_page</c>.</param>
    /// <returns>The page, or 400 for a limit or a page that is none.</returns>
    public static Answer ByToken(ApiRequest request, IReadOnlyList<JsonObject> items, IReadOnlyList<string> members)
    {
        if (Limit(request) is not { } limit)
        {
            return InvalidLimit(request);
        }

        if (Offset(request.Query("page")) is not { } start)
        {
            return Answers.Invalid(request, "page: is not a page of this list");
        }

        var end = (int)Math.Min(items.Count, (long)start + limit);
        var more = end < items.Count;
        var page = new JsonObject { ["data"] = Data(items, Math.Min(start, end), end), ["next_page"] = more ? Token(end) : null };
        foreach (var member in members)
        {
            page[member] = member switch
            {
                "has_more" => more,
                "prev_page" => start > 0 ? Token(Math.Max(0, start - limit)) : null,
                _ => Shelf.Now,
            };
        }

        return Answers.Json(page);
    }

    private static Answer Page(IReadOnlyList<JsonObject> items, string idMember, int start, int end, bool hasMore) =>
        Answers.Json(new JsonObject
        {
            ["data"] = Data(items, start, end),
            ["has_more"] = hasMore,
            ["first_id"] = start < end ? items[start][idMember]!.GetValue<string>() : null,
            ["last_id"] = start < end ? items[end - 1][idMember]!.GetValue<string>() : null,
        });

    private static JsonArray Data(IReadOnlyList<JsonObject> items, int start, int end) =>
        [.. items.Skip(start).Take(end - start).Select(item => item.DeepClone())];

    private static int IndexOf(IReadOnlyList<JsonObject> items, string idMember, string id) =>
        items.TakeWhile(item => item[idMember]!.GetValue<string>() != id).Count() is var index && index < items.Count ? index : -1;

    private static int? Limit(ApiRequest request) => request.Query("limit") switch
    {
        null => DefaultLimit,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit is >= 1 and <= LargestLimit => limit,
        _ => null,
    };

    private static Answer InvalidLimit(ApiRequest request) => Answers.Invalid(request, $"limit: must be a number from 1 to {LargestLimit}");

    private static string Token(int offset) =>
        "page_" + Base64Url.EncodeToString(Encoding.ASCII.GetBytes(offset.ToString(CultureInfo.InvariantCulture)));

    private static int? Offset(string? token)
    {
        if (token is null)
        {
            return 0;
        }

        var bytes = new byte[16];
        return token.StartsWith("page_", StringComparison.Ordinal)
            && token.Length < 20
            && Base64Url.IsValid(token.AsSpan(5))
            && Base64Url.TryDecodeFromChars(token.AsSpan(5), bytes, out var written)
            && int.TryParse(Encoding.ASCII.GetString(bytes, 0, written), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? offset
            : null;
    }
}
