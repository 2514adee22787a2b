using Conformance.Suite.Assertions;
using FluentAssertions;
using NUnit.Framework;
using static Conformance.SelfTests.Judging.Answers;

namespace Conformance.SelfTests.Judging;

/// <summary>How an event stream is read, and what breaks its order.</summary>
public sealed class EventStreamTests
{
    [Test]
    public void Events_are_read_whole()
    {
        Events("event: ping\ndata: {\"type\":\"ping\"}\n\n").Should().Equal("ping/ping");
        Events("event:ping\r\ndata:{\"type\":\"ping\"}\r\n\r\n").Should().Equal("ping/ping");
        Events("data: {\"type\":\ndata: \"ping\"}\n\n").Should().Equal("-/ping");
        Events("event: a\ndata: {\"type\":\"b\"}\n\nevent: c\ndata: {\"type\":\"d\"}\n\n").Should().Equal("a/b", "c/d");
        Events("event: a\ndata: {}\n\ndata: []\n\n").Should().Equal("a/-", "-/-");
        Events("event: a\ndata: {\"type\":1}\n\ndata: x\n\n").Should().Equal("a/-", "-/-");
        Events(": comment\nevent: a\nretry: 3\ndata: {\"type\":\"a\"}\n\n").Should().Equal("a/a");
        Events("event: a\ndata: {\"type\":\"a\",\"text\":\"\u2028\"}\n\n").Should().Equal("a/a");
        Events("\uFEFFevent: a\rdata: {\"type\":\"a\"}\r\r").Should().Equal("a/a");
    }

    [Test]
    public void An_event_without_its_empty_line_is_none()
    {
        Events("event: a\ndata: {\"type\":\"a\"}\n").Should().BeEmpty();
        Events("{\"type\":\"error\"}").Should().BeEmpty();
        Events("").Should().BeEmpty();
        EventStream.Events(Of(200, "data: {}\n\n", ("content-encoding", "gzip")).Response!).Should().BeEmpty("it does not decode");
    }

    [TestCase(
        "message_start content_block_start ping content_block_delta content_block_stop content_block_start content_block_stop "
            + "message_delta message_stop",
        null)]
    [TestCase("ping message_start", "message_start after ping")]
    [TestCase("content_block_delta", "content_block_delta after nothing")]
    [TestCase("message_start content_block_start content_block_start", "content_block_start after content_block_start")]
    [TestCase("message_start message_delta content_block_start", "content_block_start after message_delta")]
    [TestCase("message_start content_block_stop", "content_block_stop after message_start")]
    [TestCase("message_start content_block_start content_block_stop content_block_delta", "content_block_delta after content_block_stop")]
    [TestCase("message_start content_block_start message_delta", "message_delta after content_block_start")]
    [TestCase("message_start content_block_start message_stop", "message_stop after content_block_start")]
    [TestCase("message_start message_stop ping", "message_stop after message_start")]
    [TestCase("message_start message_delta ping message_delta message_stop", null)]
    [TestCase("message_start message_delta message_delta content_block_start", "content_block_start after message_delta")]
    [TestCase("", null)]
    public void Their_order_is_the_documented_one(string types, string? fault) =>
        EventStream.OrderFault(types.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Should().Be(fault);

    private static IEnumerable<string> Events(string text) =>
        EventStream.Events(Of(200, text).Response!).Select(one => $"{one.Name ?? "-"}/{one.DataType ?? "-"}");
}
