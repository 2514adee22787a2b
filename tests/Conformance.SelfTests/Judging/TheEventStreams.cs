using Conformance.Suite.Assertions;
using FluentAssertions;
using NUnit.Framework;
using static Conformance.SelfTests.Judging.Answers;

namespace Conformance.SelfTests.Judging;

/// <summary>How an event stream is read, and what breaks its order.</summary>
public sealed class TheEventStreams
{
    [TestCase("event: ping\ndata: {\"type\":\"ping\"}\n\n", "ping/ping")]
    [TestCase("event:ping\r\ndata:{\"type\":\"ping\"}\r\n\r\n", "ping/ping")]
    [TestCase("data: {\"type\":\ndata: \"ping\"}\n\n", "-/ping")]
    [TestCase("event: a\ndata: {}\n\nevent: b\ndata: []\n\n", "a/-", "b/-")]
    [TestCase("event: a\ndata: {\"type\":1}\n\ndata: x\n\n", "a/-", "-/-")]
    [TestCase(": comment\nevent: a\nretry: 3\ndata: {\"type\":\"a\"}\n\n", "a/a")]
    [TestCase("event: a\n\ndata: {\"type\":\"b\"}\n\n", "-/b")]
    [TestCase("event: a\ndata: {\"type\":\"a\"}\n")]
    [TestCase("{\"type\":\"error\"}")]
    [TestCase("")]
    public void Events_are_read_whole(string text, params string[] events) =>
        EventStream.Events(Of(200, text).Response!).Select(one => $"{one.Name ?? "-"}/{one.DataType ?? "-"}").Should().Equal(events);

    [TestCase("message_start content_block_start ping content_block_delta content_block_stop content_block_start content_block_stop message_delta message_stop", null)]
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
    [TestCase("", null)]
    public void Their_order_is_the_documented_one(string types, string? fault) =>
        EventStream.OrderFault(types.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Should().Be(fault);
}
