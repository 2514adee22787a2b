using System.Text.Json;
using Conformance.Contract;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using Conformance.Wire;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>
/// What the official clients read of a success: the members that their types have, with type and format. Members that no type has
/// are allowed everywhere.
/// </summary>
public sealed class Shapes : ContractTests
{
    private const string Types = "Types of resources";

    private const int Tries = 4;

    // A list of which pages were read between two equal looks, and which may have changed and changed back all the same.
    private const int Unexpected = 2;

    private static readonly string[] BatchCounts = ["processing", "succeeded", "errored", "canceled", "expired"];

    // What OpenAI's API has in the same place.
    private static readonly string[] OtherReasons = ["stop", "length", "content_filter", "tool_calls", "function_call"];

    [Rule(
        "shape.message", Must, "2024-06", "A message has id, type, role, content, model, stop_reason and stop_sequence",
        Reads = Reads.Success)]
    [Clause(
        Documents.Clients, Types,
        "Message { id: string; content: Array<ContentBlock>; model: Model; role: 'assistant'; stop_reason: StopReason | null; "
            + "stop_sequence: string | null; type: 'message' }; stop_reason: in non-streaming mode this value is always non-null.")]
    [Operations("messages.create")]
    public async Task A_message_has_its_shape(Operation operation)
    {
        var message = await Success(operation, "message");
        message.Text("id");
        message.OneOf("type", "message");
        message.OneOf("role", "assistant");
        message.Text("model");
        foreach (var block in message.Objects("content"))
        {
            if (block.Text("type") == "text")
            {
                block.AnyText("text");
            }
        }

        HoldsStopReason(message);
        message.TextOrNull("stop_sequence");
    }

    [Rule(
        "shape.message-id-format", Should, "2024-06", "The id of a message begins with msg_", Reads = Reads.Success,
        DependsOn = ["shape.message"])]
    [Clause(Documents.Recorded, "Messages", "Every recorded id of a message begins with `msg_`; the format of ids may change over time.")]
    [Operations("messages.create")]
    public async Task The_id_of_a_message_is_one(Operation operation)
    {
        var exchange = await Target.Valid(operation);
        if (AnswerBody.Text(exchange.Should().SuccessJson(), "id") is not { Length: > 0 } id)
        {
            Skip.See("shape.message", "the message has no id");
            return;
        }

        exchange.Should().HoldOfBody(id.StartsWith("msg_", StringComparison.Ordinal), "msg_ at the beginning of message.id", id, id);
    }

    [Rule(
        "shape.message-usage", Must, "2024-06", "A message says how many tokens went in and came out, and that is not none",
        Reads = Reads.Success)]
    [Clause(
        Documents.Clients, Types,
        "Usage { input_tokens: number; output_tokens: number }; `output_tokens` will be non-zero, even for an empty string response.")]
    [Operations("messages.create")]
    public async Task A_message_has_its_usage(Operation operation) =>
        HoldsUsage((await Success(operation, "message")).Object("usage"));

    [Rule("shape.count-tokens", Must, "2025-08", "Token Counting answers a whole number of tokens above 0", Reads = Reads.Success)]
    [Clause(
        Documents.Clients, Types,
        "MessageTokensCount { input_tokens: number }: the total number of tokens across messages, system prompt and tools.")]
    [Operations("messages.count_tokens")]
    public async Task A_count_is_a_number(Operation operation) => (await Success(operation, "count")).Some("input_tokens");

    [Rule(
        "shape.model", Must, "2025-05", "A model has type, id, display_name and created_at",
        Reads = Reads.Success, DependsOn = ["shape.list-by-id"])]
    [Clause(
        Documents.Clients, Types,
        "ModelInfo { id: string; created_at: string; display_name: string; type: 'model' }; created_at is an RFC 3339 datetime string.")]
    [Operations("models.list", "models.get")]
    public async Task A_model_has_its_shape(Operation operation) => await EachOf(operation, "models.list", withBeta: true, model =>
    {
        model.OneOf("type", "model");
        model.Text("id");
        model.Text("display_name");
        model.Time("created_at");
    });

    [Rule(
        "shape.batch", Must, "2025-05", "A batch has its id, state, counts and times",
        Reads = Reads.Success, DependsOn = ["shape.list-by-id"])]
    [Clause(
        Documents.Clients, Types,
        "MessageBatch { id: string; archived_at, cancel_initiated_at, ended_at: string | null; created_at, expires_at: string; "
            + "processing_status: 'in_progress' | 'canceling' | 'ended'; request_counts; results_url: string | null; type: "
                + "'message_batch' }.")]
    [Operations("batches.list", "batches.get")]
    public async Task A_batch_has_its_shape(Operation operation) => await EachOf(operation, "batches.list", withBeta: true, batch =>
    {
        batch.OneOf("type", "message_batch");
        batch.Text("id");
        batch.OneOf("processing_status", "in_progress", "canceling", "ended");
        var counts = batch.Object("request_counts");
        foreach (var count in BatchCounts)
        {
            counts.Count(count);
        }

        batch.Time("created_at");
        batch.Time("expires_at");
        batch.TimeOrNull("ended_at");
        batch.TimeOrNull("cancel_initiated_at");
        batch.TimeOrNull("archived_at");
        batch.TextOrNull("results_url");
    });

    [Rule(
        "shape.file", Must, "2026-10", "A file has type, id, filename, mime_type, size_bytes and created_at",
        Reads = Reads.Success, DependsOn = ["version.no-beta-needed", "shape.list-by-page"])]
    [Clause(
        Documents.Clients, Types,
        "FileMetadata { id: string; created_at: string; filename: string; mime_type: string; size_bytes: number; type: 'file' }.")]
    [Operations("files.list", "files.get")]
    public async Task A_file_has_its_shape(Operation operation) => await EachOf(operation, "files.list", withBeta: false, file =>
    {
        file.OneOf("type", "file");
        file.Text("id");
        file.Text("filename");
        file.Text("mime_type");
        file.Count("size_bytes");
        file.Time("created_at");
    });

    [Rule(
        "shape.skill", Must, "2026-10", "A skill has type, id, display_name, latest_version_id, source and its times",
        Reads = Reads.Success, DependsOn = ["version.no-beta-needed", "shape.list-by-page"])]
    [Clause(
        Documents.Clients, Types,
        "Skill { id: string; created_at: string; display_name: string; latest_version_id: string; source: SkillSource; type: 'skill'; "
            + "updated_at: string }.")]
    [Operations("skills.list", "skills.get")]
    public async Task A_skill_has_its_shape(Operation operation) => await EachOf(operation, "skills.list", withBeta: false, skill =>
    {
        if (!skill.Has("display_name") && skill.Has("display_title"))
        {
            Skip.See("version.no-beta-needed", "without a beta header skills have their old shape");
        }

        skill.OneOf("type", "skill");
        skill.Text("id");
        skill.Text("display_name");
        skill.AnyText("latest_version_id");
        skill.Object("source").Text("type");
        skill.Time("created_at");
        skill.Time("updated_at");
    });

    [Rule("shape.organization", Must, "2025-11", "The organisation has type, id and name", Reads = Reads.Success)]
    [Clause(Documents.Clients, Types, "Organization { id: string; name: string; type: 'organization' }.")]
    [Operations("organization.get")]
    public async Task The_organization_has_its_shape(Operation operation)
    {
        var organization = await Success(operation, "organization");
        organization.OneOf("type", "organization");
        organization.Text("id");
        organization.Text("name");
    }

    [Rule(
        "shape.list-by-id", Must, "2025-05", "A list has data, has_more, first_id and last_id, and they lead from page to page",
        Reads = Reads.Success)]
    [Clause(
        Documents.Clients, "Paging",
        "PageResponse { data: Array<Item>; has_more: boolean; first_id: string | null; last_id: string | null }, asked for by `limit`, "
            + "`after_id` and `before_id`.")]
    [EveryOperation(ThatListById = true)]
    public async Task A_list_by_id_leads_from_page_to_page(Operation operation)
    {
        var valid = await Target.Valid(operation);
        _ = new PageById(valid);
        var (listed, pages) = await Steady(valid, () => Target.Send(Target.Probe(operation)), async list =>
        {
            var ids = Ids(list);
            if (ids.Count == 0)
            {
                return [];
            }

            // The page right before the third item is the second: what does not look at before_id answers the first.
            var third = ids[Math.Min(2, ids.Count - 1)];
            return
            [
                await Page(operation, $"after_id={Uri.EscapeDataString(ids[^1])}"),
                await Page(operation, "limit=1"),
                await Page(operation, $"limit=1&after_id={Uri.EscapeDataString(ids[0])}"),
                await Page(operation, $"limit=1&before_id={Uri.EscapeDataString(third)}"),
            ];
        },
        (list, pages) => pages.Count == 0 || Ids(list).Count < 2
            || (
                Ids(pages[2]) is [var next] && next == Ids(list)[1] && Ids(pages[3]) is [var before]
                    && before == Ids(list)[Math.Min(2, Ids(list).Count - 1) - 1]));
        var whole = new PageById(listed);
        if (pages.Count == 0)
        {
            return;
        }

        if (whole.HasMore)
        {
            new PageById(pages[0]).HoldsSome("the page after one that says has_more");
        }

        if (whole.Ids.Count > 1)
        {
            var first = new PageById(pages[1]);
            first.HoldsOne();
            first.HoldsMore();
            var second = new PageById(pages[2]);
            second.HoldsOne();
            second.DoesNotRepeat(whole.Ids[0], "after_id");
            var third = Math.Min(2, whole.Ids.Count - 1);
            var before = new PageById(pages[3]);
            before.HoldsOne();
            before.Holds(whole.Ids[third - 1], $"right before {whole.Ids[third]}");
        }
    }

    [Rule(
        "shape.list-by-page", Must, "2026-10", "A list has data and next_page, and they lead from page to page",
        Reads = Reads.Success, DependsOn = ["version.no-beta-needed"])]
    [Clause(
        Documents.Clients, "Paging", "PageCursorResponse { data: Array<Item>; next_page: string | null }, asked for by `limit` and "
            + "`page`.")]
    [EveryOperation(ThatListByPage = true)]
    public async Task A_list_by_page_leads_from_page_to_page(Operation operation)
    {
        var valid = await BetaFree(operation);
        new JsonShape(valid, valid.Should().SuccessJson(), "list").Objects("data");
        new JsonShape(valid, valid.Should().SuccessJson(), "list").TextOrNull("next_page");
        var beta = Target.Probe(operation).Without(HeaderNames.Beta);
        var (whole, pages) = await Steady(valid, () => Target.Send(beta), async _ =>
        {
            var one = await Target.Send(Query(beta, "limit=1"));
            return AnswerBody.Text(AnswerBody.Json(one), "next_page") is { } next
                ? [one, await Target.Send(Query(beta, $"limit=1&page={Uri.EscapeDataString(next)}"))]
                : [one];
        },
        (list, pages) => Ids(list).Count < 2
            || pages.Count == 2 && Ids(pages[0]) is [var one] && Ids(pages[1]) is [var other] && one != other);
        if (Ids(whole).Count < 2)
        {
            return;
        }

        var first = HoldsOne(pages[0]);
        var page = new JsonShape(pages[0], pages[0].Should().SuccessJson(), "page").Text("next_page");
        var second = HoldsOne(pages[1]);
        if (first == second && !Ids(await Target.Send(Query(beta, "limit=1"))).SequenceEqual([first]))
        {
            Skip.NothingToShow("the list changed while its pages were read");
        }

        pages[1].Should().HoldOfBody(first != second, "another item on page 2 than on page 1", "the same one", page);
    }

    /// <summary>Input and output are whole numbers; there is an output, and an input, be it from a cache.</summary>
    internal static void HoldsUsage(JsonShape usage)
    {
        usage.Count("input_tokens");
        usage.Some("output_tokens");
        HoldsInput(usage);
    }

    /// <summary>Some input was counted: as new, or as written to or read from a cache.</summary>
    internal static void HoldsInput(JsonShape usage)
    {
        var cached = usage.CountOrNone("cache_creation_input_tokens") + usage.CountOrNone("cache_read_input_tokens");
        usage.Hold("input_tokens", value => value!.Value.GetInt64() + cached > 0, "above 0 where nothing came from a cache");
    }

    /// <summary>The reason is a string and not one of another API's; the documents may come to name more.</summary>
    internal static void HoldsStopReason(JsonShape message)
    {
        message.Text("stop_reason");
        message.Hold("stop_reason", value => !OtherReasons.Contains(value!.Value.GetString()), "a documented one: end_turn, max_tokens, …");
    }

    private static async Task<JsonShape> Success(Operation operation, string name)
    {
        var exchange = await Target.Valid(operation);
        return new JsonShape(exchange, exchange.Should().SuccessJson(), name);
    }

    /// <summary>Judges each resource in a list, or the last of them where it is got by its id.</summary>
    private static async Task EachOf(Operation operation, string listId, bool withBeta, Action<JsonShape> judge)
    {
        var list = Operations.Find(listId);
        var listed = withBeta ? await Target.Valid(list) : await BetaFree(list);
        if (AnswerBody.Member(listed.Should().SuccessJson(), "data") is not { ValueKind: JsonValueKind.Array } data)
        {
            Skip.See(list.PagesById ? "shape.list-by-id" : "shape.list-by-page", $"the list of {list.Group} has no data");
            return;
        }

        var items = data.EnumerateArray().ToList();
        if (items.Count == 0)
        {
            Skip.NothingToShow($"the list of {list.Group} is empty");
        }

        if (operation == list)
        {
            foreach (var item in items)
            {
                judge(
                    new JsonShape(listed, item, item.ValueKind == JsonValueKind.Object ? AnswerBody.Text(item, "type") ?? "item" : "item"));
            }

            return;
        }

        // Lists begin with what is newest, and what the run itself uploads is soon gone.
        var id = items.Select(item => AnswerBody.Text(item, "id")).LastOrDefault(id => id is { Length: > 0 });
        if (id is null)
        {
            Skip.NothingToShow($"the list of {list.Group} names no id");
            return;
        }

        var request = withBeta ? Target.Probe(operation) : Target.Probe(operation).Without(HeaderNames.Beta);
        var path = operation.Path[..operation.Path.IndexOf('{', StringComparison.Ordinal)] + Uri.EscapeDataString(id);
        var got = await Target.Send(request with { Target = path });
        if (
            got.Response!.Status >= 400
                && !Ids(await Target.Send(withBeta ? Target.Probe(list) : Target.Probe(list).Without(HeaderNames.Beta))).Contains(id))
        {
            Skip.NothingToShow($"{id} was removed by others meanwhile");
        }

        got.Should().HaveStatus(200);
        judge(new JsonShape(got, got.Should().SuccessJson(), operation.Id));
    }

    /// <summary>
    /// A list and pages of it that were read while nothing changed it: others may use the account, and so do the other cases of
    /// the run. What is not as it should be is read again, as something may have come and gone between two looks at the list.
    /// </summary>
    private static async Task<(Exchange Whole, IReadOnlyList<Exchange> Pages)> Steady(
        Exchange whole,
        Func<Task<Exchange>> list,
        Func<Exchange, Task<IReadOnlyList<Exchange>>> read,
        Func<Exchange, IReadOnlyList<Exchange>, bool> isAsExpected)
    {
        var run = CaseContext.Current.Run;
        for (var looks = 1; looks < Tries; looks++)
        {
            var (pages, after) = (await read(whole), await list());
            if (Ids(after).SequenceEqual(Ids(whole)) && isAsExpected(whole, pages))
            {
                return (whole, pages);
            }

            whole = after;
        }

        // The other cases of the run create and remove: what speaks against the target is seen while they do not. Others may still
        // do so between two looks at the same list, so that it is seen twice.
        using var quiet = await run.Ledger.Quiet(run.End.Token);
        whole = await list();
        for (var (looks, unexpected) = (1, 0); ; looks++)
        {
            if (looks > Tries)
            {
                Skip.NothingToShow("the list was changed by others whenever its pages were read");
            }

            var (pages, after) = (await read(whole), await list());
            if (Ids(after).SequenceEqual(Ids(whole)) && (isAsExpected(whole, pages) || ++unexpected == Unexpected))
            {
                return (whole, pages);
            }

            whole = after;
        }
    }

    /// <summary>What tells the items of a list from each other; none where it is no list.</summary>
    private static IReadOnlyList<string> Ids(Exchange exchange) =>
        AnswerBody.Member(AnswerBody.Json(exchange), "data") is { ValueKind: JsonValueKind.Array } data
            ? [.. data.EnumerateArray().Select(item => AnswerBody.Text(item, "id") ?? item.GetRawText())]
            : [];

    /// <summary>One item on a page; what tells it from others.</summary>
    private static string HoldsOne(Exchange exchange)
    {
        exchange.Should().HaveStatus(200);
        new JsonShape(exchange, exchange.Should().SuccessJson(), "page").Objects("data");
        var ids = Ids(exchange);
        exchange.Should().HoldOfBody(ids.Count == 1, "one item on a page of limit=1", $"{ids.Count}");
        return ids[0];
    }

    private static Task<Exchange> Page(Operation operation, string query) => Target.Send(Query(Target.Probe(operation), query));

    private static Request Query(Request request, string query) =>
        request with { Target = request.Target + (request.Target.Contains('?', StringComparison.Ordinal) ? "&" : "?") + query };

    /// <summary>
    /// A list as clients ask for it today; what an old shape means for it, is for <c>version.no-beta-needed</c> to judge.
    /// </summary>
    private static async Task<Exchange> BetaFree(Operation operation)
    {
        var exchange = await WithoutBeta(operation);
        if (operation.Beta is not null && (exchange.Response!.Status != 200
            || (
                AnswerBody.Json(exchange) is { } json && AnswerBody.Member(json, "next_page") is null
                    && AnswerBody.Member(json, "first_id") is not null)))
        {
            Skip.See("version.no-beta-needed", $"without a beta header it is answered {exchange.Response.Status}, or in the old shape");
        }

        return exchange;
    }
}
