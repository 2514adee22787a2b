using Conformance.Wire;

namespace Conformance.Suite.Assertions;

/// <summary>A page of a list that is asked for by the ids of its ends; to make one asserts that it has its members.</summary>
internal sealed class PageById
{
    private readonly Exchange _exchange;

    /// <summary>Asserts the status and the members of a page, and that the two ids are those of its ends.</summary>
    public PageById(Exchange exchange)
    {
        _exchange = exchange;
        exchange.Should().HaveStatus(200);
        var shape = new JsonShape(exchange, exchange.Should().SuccessJson(), "page");
        Ids = [.. shape.Objects("data").Select(item => item.Text("id"))];
        HasMore = shape.Flag("has_more");
        HoldsEnd(shape, "first_id", Ids is [var head, ..] ? head : null);
        HoldsEnd(shape, "last_id", Ids is [.., var tail] ? tail : null);
    }

    /// <summary>The ids of what is on it.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Whether it says that more follows.</summary>
    public bool HasMore { get; }

    /// <summary>Something is on it.</summary>
    public void HoldsSome(string what) => _exchange.Should().HoldOfBody(Ids.Count > 0, $"something on {what}", "nothing");

    /// <summary>One item is on it.</summary>
    public void HoldsOne() => _exchange.Should().HoldOfBody(Ids.Count == 1, "one item on a page of limit=1", $"{Ids.Count}");

    /// <summary>It says that more follows.</summary>
    public void HoldsMore() =>
        _exchange.Should().HoldOfBody(HasMore, "has_more on the first of several pages", "has_more: false", "has_more");

    /// <summary>It begins with something else than the page that it was asked for by.</summary>
    public void DoesNotRepeat(string id, string how) =>
        _exchange.Should().HoldOfBody(Ids[0] != id, $"another item than {id}, by {how}", id, id);

    /// <summary>It begins with an item.</summary>
    public void Holds(string id, string where) => _exchange.Should().HoldOfBody(Ids[0] == id, $"{id}, {where}", Ids[0], Ids[0]);

    private void HoldsEnd(JsonShape shape, string member, string? end)
    {
        var id = shape.TextOrNull(member);
        _exchange.Should().HoldOfBody(id == end, $"{member} {end ?? "null"}, an end of the page", id ?? "null", id);
    }
}
