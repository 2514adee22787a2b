using Conformance.SelfTests.Support.Proxies;
using Conformance.SelfTests.Support.Sockets;
using Conformance.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Wire;

/// <summary>Connections are used again, and one that the server closes meanwhile is nobody's failure.</summary>
public sealed class KeptConnections
{
    private const string Fine = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

    private static readonly Request Get = new("GET", "/v1/models", []);

    [Test]
    public async Task A_connection_is_used_again()
    {
        await using var server = RawServer.Start(async connection =>
        {
            while (await connection.ReadHead() is not null)
            {
                await connection.Write(Fine);
            }
        });
        await using var client = new WireClient(new WireOptions(server.Url));

        for (var i = 0; i < 20; i++)
        {
            (await client.SendAsync(Get)).Outcome.Should().Be(Outcome.Answered);
        }

        server.Connections.Should().Be(1);
    }

    [Test]
    public async Task A_request_that_asks_for_it_has_a_connection_of_its_own()
    {
        await using var server = RawServer.Start(async connection =>
        {
            while (await connection.ReadHead() is not null)
            {
                await connection.Write(Fine);
            }
        });
        await using var client = new WireClient(new WireOptions(server.Url));

        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync(Get with { OwnConnection = true });
        }

        server.Connections.Should().Be(3);
    }

    [Test]
    public async Task A_server_that_closes_idle_connections_never_looks_like_a_reset()
    {
        await using var server = RawServer.Start(async connection =>
        {
            await connection.ReadHead();
            await connection.Write(Fine);
        });
        await using var client = new WireClient(new WireOptions(server.Url));

        for (var i = 0; i < 100; i++)
        {
            var exchange = await client.SendAsync(Get);
            exchange.Outcome.Should().Be(Outcome.Answered, exchange.Detail);
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_kept_connection_that_ends_under_the_next_request_is_replaced(bool reset)
    {
        await using var server = RawServer.Start(async connection =>
        {
            await connection.ReadHead();
            await connection.Write(Fine);

            // The next request is on the wire when the connection ends, as if it had crossed the close.
            await connection.ReadHead();
            if (reset)
            {
                connection.Reset();
            }
        });
        await using var client = new WireClient(new WireOptions(server.Url));

        for (var i = 0; i < 10; i++)
        {
            var exchange = await client.SendAsync(Get);
            exchange.Outcome.Should().Be(Outcome.Answered, exchange.Detail);
        }
    }

    [Test]
    public async Task Where_every_kept_connection_ends_under_the_next_request_a_new_one_is_asked()
    {
        const int Kept = 12;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = 0;
        await using var server = RawServer.Start(async connection =>
        {
            await connection.ReadHead();
            if (Interlocked.Increment(ref arrived) == Kept)
            {
                all.SetResult();
            }

            await all.Task;
            await connection.Write(Fine);
            await connection.ReadHead();
        });
        await using var client = new WireClient(new WireOptions(server.Url));
        await Task.WhenAll(Enumerable.Range(0, Kept).Select(_ => client.SendAsync(Get)));

        var exchange = await client.SendAsync(Get with { Retries = RetryOn.Nothing });

        exchange.Outcome.Should().Be(Outcome.Answered, exchange.Detail);
        exchange.Attempts.Should().Be(1, "it says nothing about the request");
    }

    [Test]
    public async Task A_fresh_connection_that_ends_without_an_answer_is_reported_after_one_try()
    {
        var requests = 0;
        await using var server = RawServer.Start(async connection => requests += await connection.ReadHead() is null ? 0 : 1);
        await using var client = new WireClient(new WireOptions(server.Url));

        (await client.SendAsync(Get with { Retries = RetryOn.Nothing })).Outcome.Should().Be(Outcome.Reset);

        requests.Should().Be(1);
    }

    [Test]
    public async Task Where_nothing_listens_no_connection_is_made()
    {
        await using var client = new WireClient(new WireOptions(new Uri($"http://127.0.0.1:{FreePort.Next()}")));

        var exchange = await client.SendAsync(Get with { Retries = RetryOn.Nothing });

        exchange.Outcome.Should().Be(Outcome.Refused);
        exchange.Detail.Should().Contain("connection refused");
    }

    [Test]
    public async Task A_certificate_that_nobody_trusts_is_a_failure_of_TLS_and_one_that_is_named_is_trusted()
    {
        await using var server = RawServer.Start(
            async connection =>
            {
                await connection.ReadHead();
                await connection.Write(Fine);
            },
            tls: true);
        await using var strict = new WireClient(new WireOptions(server.Url));
        await using var trusting = new WireClient(new WireOptions(server.Url) { CaCertificates = [LoopbackCertificate.Certificate] });
        await using var elsewhere = new WireClient(
            new WireOptions(new UriBuilder(server.Url) { Host = "localhost" }.Uri) { CaCertificates = [LoopbackCertificate.Certificate] });
        await using var careless = new WireClient(new WireOptions(server.Url) { InsecureTls = true });

        (await strict.SendAsync(Get)).Outcome.Should().Be(Outcome.Tls);
        (await trusting.SendAsync(Get)).Outcome.Should().Be(Outcome.Answered);
        (await elsewhere.SendAsync(Get)).Outcome.Should().Be(Outcome.Tls, "the certificate is for another name, whoever issued it");
        (await careless.SendAsync(Get)).Outcome.Should().Be(Outcome.Answered);
    }
}
