using System.Globalization;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Proxies;
using Conformance.SelfTests.Support.Sockets;
using Conformance.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Hostile;

/// <summary>A request goes out again where its fault may pass, as often as the run's budget allows, and never otherwise.</summary>
public sealed class RetriesTests
{
    private static readonly Request Get = HostileExchange.Get with { Retries = RetryOn.All };

    [TestCase(429)]
    [TestCase(503)]
    [TestCase(529)]
    public async Task An_overloaded_target_is_asked_again_and_each_attempt_is_kept(int status)
    {
        var (exchange, requests) = await Send(
            Get, number => number <= 2 ? Answer(status, "retry-after: 0\r\nx-a: " + number) : HostileExchange.Fine);

        requests.Should().Be(3);
        exchange.Response!.Status.Should().Be(200);
        exchange.Attempts.Should().Be(3);
        exchange.Earlier.Select(earlier => (earlier.Response!.Status, earlier.Response.Header("x-a"), earlier.Attempts))
            .Should().Equal((status, "1", 1), (status, "2", 1));
    }

    [TestCase(200)]
    [TestCase(400)]
    [TestCase(401)]
    [TestCase(404)]
    [TestCase(413)]
    [TestCase(500)]
    [TestCase(502)]
    [TestCase(504)]
    [TestCase(522)]
    public async Task Any_other_answer_is_final(int status)
    {
        var (exchange, requests) = await Send(Get, _ => Answer(status, "retry-after: 0"));

        requests.Should().Be(1);
        exchange.Attempts.Should().Be(1);
    }

    [TestCase(RetryOn.All, 4)]
    [TestCase(RetryOn.Overload, 4)]
    [TestCase(RetryOn.Transport, 1)]
    [TestCase(RetryOn.Nothing, 1)]
    public async Task An_overload_that_lasts_is_the_answer_in_the_end(RetryOn retries, int expected)
    {
        var (exchange, requests) = await Send(Get with { Retries = retries }, _ => Answer(429, "retry-after: 0"));

        requests.Should().Be(expected);
        exchange.Attempts.Should().Be(expected);
        exchange.Response!.Status.Should().Be(429);
    }

    [Test]
    public async Task A_target_that_says_so_is_not_asked_again() =>
        (await Send(Get, _ => Answer(429, "retry-after: 0\r\nx-should-retry: false"))).Requests.Should().Be(1);

    [TestCase("retry-after: 7", 7_000)]
    [TestCase("retry-after: 1.5", 1_500)]
    [TestCase("retry-after-ms: 250\r\nretry-after: 9", 250)]
    [TestCase("date: Sat, 21 Nov 2026 10:00:00 GMT\r\nretry-after: Sat, 21 Nov 2026 10:00:09 GMT", 9_000)]
    [TestCase("date: Sat, 21 Nov 2026 10:00:00 GMT\r\nretry-after: Sat, 21 Nov 2026 09:00:00 GMT", 0)]
    [TestCase("retry-after: 3600", 60_000)]
    [TestCase("retry-after: 99999999999999999999999", 60_000)]
    public async Task It_is_asked_again_when_it_says(string fields, int milliseconds)
    {
        var budget = new RetryBudget(10, TimeSpan.FromHours(1));
        var time = new ImpatientTime();
        var (exchange, _) = await Send(
            Get,
            number => number == 1 ? Answer(429, fields) : HostileExchange.Fine,
            options => options with { Time = time, RetryBudget = budget });

        exchange.Attempts.Should().Be(2);
        budget.Waited.Should().Be(TimeSpan.FromMilliseconds(milliseconds));
    }

    [TestCase("")]
    [TestCase("retry-after: soon\r\n")]
    [TestCase("retry-after: -1\r\n")]
    public async Task Without_a_word_of_it_waits_grow(string fields)
    {
        var budget = new RetryBudget(10, TimeSpan.FromHours(1));
        var (exchange, _) = await Send(
            Get, _ => $"HTTP/1.1 429 Too Many Requests\r\n{fields}content-length: 0\r\n\r\n",
            options => options with { Time = new ImpatientTime(), RetryBudget = budget });

        exchange.Attempts.Should().Be(4);
        budget.Waited.Should().BeGreaterThan(TimeSpan.FromMilliseconds(250)).And.BeLessThan(TimeSpan.FromSeconds(20));
    }

    [Test]
    public async Task A_budget_is_for_all_requests_of_a_run()
    {
        var budget = new RetryBudget(5, TimeSpan.FromHours(1));
        var requests = 0;
        await using var server = Server(_ => Answer(429, "retry-after: 0"), () => Interlocked.Increment(ref requests));
        await using var client = new WireClient(new WireOptions(server.Url) { RetryBudget = budget });
        await using var other = client.OnOwnConnections();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? client : other).SendAsync(Get)));

        requests.Should().Be(20 + 5);
        budget.Spent.Should().Be(5);
        budget.IsExhausted.Should().BeTrue();
        client.RequestsSent.Should().Be(25);
    }

    [Test]
    public async Task A_wait_that_is_longer_than_what_is_left_is_not_begun()
    {
        var budget = new RetryBudget(5, TimeSpan.FromSeconds(10));
        var (exchange, requests) = await Send(Get, _ => Answer(429, "retry-after: 30"), options => options with { RetryBudget = budget });

        requests.Should().Be(1);
        exchange.Response!.Status.Should().Be(429);
        budget.Should().BeEquivalentTo(new { Spent = 0, IsExhausted = true });
    }

    [Test]
    public async Task Every_fifth_connection_reset_is_lived_through_and_seen()
    {
        await using var server = RawServer.Start(async connection =>
        {
            await connection.ReadHead();
            if (connection.Number % 5 == 0)
            {
                connection.Reset();
                return;
            }

            await connection.Write(HostileExchange.Fine);
        });
        await using var client = new WireClient(new WireOptions(server.Url) { Time = new ImpatientTime() });

        var exchanges = new List<Exchange>();
        for (var i = 0; i < 20; i++)
        {
            exchanges.Add(await client.SendAsync(Get with { OwnConnection = true }));
        }

        exchanges.Should().OnlyContain(exchange => exchange.Outcome == Outcome.Answered && exchange.Response!.Status == 200);
        exchanges.SelectMany(exchange => exchange.Earlier).Select(earlier => earlier.Outcome)
            .Should().Equal(Enumerable.Repeat(Outcome.Reset, 4));
    }

    [TestCase("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc")]
    [TestCase("")]
    public async Task An_answer_that_breaks_off_is_asked_for_again(string broken)
    {
        var (exchange, requests) = await Send(Get, number => number == 1 ? broken : HostileExchange.Fine);

        requests.Should().Be(2);
        exchange.Outcome.Should().Be(Outcome.Answered);
        exchange.Earlier.Should().ContainSingle().Which.Outcome.Should().Be(Outcome.Reset);
    }

    [Test]
    public async Task Where_nothing_listens_it_is_tried_again_too()
    {
        await using var client = new WireClient(
            new WireOptions(new Uri($"http://127.0.0.1:{FreePort.Next()}")) { Time = new ImpatientTime() });

        var exchange = await client.SendAsync(Get);

        exchange.Outcome.Should().Be(Outcome.Refused);
        exchange.Earlier.Should().HaveCount(3).And.OnlyContain(earlier => earlier.Outcome == Outcome.Refused);
    }

    [Test]
    public async Task A_name_that_does_not_resolve_is_tried_twice()
    {
        await using var client = new WireClient(new WireOptions(new Uri("http://conformance.invalid"))
        {
            Time = new ImpatientTime(),
            Resolve = (_, _) => Task.FromResult<System.Net.IPAddress[]>([]),
        });

        var exchange = await client.SendAsync(Get);

        exchange.Outcome.Should().Be(Outcome.Unresolved, exchange.Detail);
        exchange.Attempts.Should().Be(2);
    }

    [Test]
    public async Task What_is_not_HTTP_or_not_trusted_is_not_tried_again()
    {
        (await Send(Get, _ => "SSH-2.0-OpenSSH_9.2\r\n")).Exchange.Attempts.Should().Be(1);
        await using var server = RawServer.Start(connection => connection.ReadToEnd(), tls: true);
        await using var client = new WireClient(new WireOptions(server.Url));

        var exchange = await client.SendAsync(Get);

        exchange.Outcome.Should().Be(Outcome.Tls);
        exchange.Attempts.Should().Be(1);
        server.Connections.Should().Be(1);
    }

    [TestCase(true, 2)]
    [TestCase(false, 1)]
    public async Task A_body_goes_out_again_only_where_the_run_may_send_it(bool may, int expected)
    {
        var asked = new List<long>();
        var request = LargeRequest.Of(300_000, BodyFraming.ContentLength);
        await using var server = RawServer.Start(async connection =>
        {
            await connection.ReadHead();
            await connection.Read(300_000);
            await connection.Write(connection.Number == 1 ? Answer(429, "retry-after: 0\r\nconnection: close") : HostileExchange.Fine);
        });
        await using var client = new WireClient(new WireOptions(server.Url)
        {
            MayResend = bytes =>
            {
                asked.Add(bytes);
                return may;
            },
        });

        var exchange = await client.SendAsync(request);

        exchange.Attempts.Should().Be(expected);
        asked.Should().Equal(300_000);
        client.BodyBytesSent.Should().Be(expected * 300_000);
    }

    [Test]
    public async Task A_kept_connection_that_was_just_closed_costs_no_retry()
    {
        var budget = new RetryBudget(0, TimeSpan.Zero);
        await using var server = RawServer.Start(async connection =>
        {
            await connection.ReadHead();
            await connection.Write(HostileExchange.Fine);
            await connection.ReadHead();
        });
        await using var client = new WireClient(new WireOptions(server.Url) { RetryBudget = budget });

        for (var i = 0; i < 10; i++)
        {
            var exchange = await client.SendAsync(Get);
            exchange.Outcome.Should().Be(Outcome.Answered, exchange.Detail);
            exchange.Attempts.Should().Be(1);
        }

        budget.Spent.Should().Be(0);
    }

    private static string Answer(int status, string fields) =>
        string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Some Reason\r\n{fields}\r\ncontent-length: 0\r\n\r\n");

    private static RawServer Server(Func<int, string> answer, Func<int> count) => RawServer.Start(async connection =>
    {
        while (await connection.ReadHead() is not null)
        {
            var text = answer(count());
            await connection.Write(text);
            if (!text.EndsWith("\r\n\r\n", StringComparison.Ordinal) && text != HostileExchange.Fine)
            {
                return;
            }
        }
    });

    private static async Task<(Exchange Exchange, int Requests)> Send(
        Request request, Func<int, string> answer, Func<WireOptions, WireOptions>? options = null)
    {
        var requests = 0;
        await using var server = Server(answer, () => Interlocked.Increment(ref requests));
        var plain = new WireOptions(server.Url);
        await using var client = new WireClient(options?.Invoke(plain) ?? plain);
        return (await client.SendAsync(request), requests);
    }

    /// <summary>A clock on which whoever waits has waited.</summary>
    private sealed class ImpatientTime : TimeProvider
    {
        private static readonly TimeSpan Timeout = new WireOptions(new Uri("http://127.0.0.1")).Timeout;

        // The timeout of an exchange stays what it is; a delay before a retry is none.
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == Timeout ? dueTime : TimeSpan.Zero, period);
    }
}
