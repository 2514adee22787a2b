using System.Text.Json;
using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Detection;
using FluentAssertions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace Conformance.SelfTests.Judging;

/// <summary>What a whole run says of targets that are limited, lost, fickle or not the API.</summary>
public sealed class RunTests
{
    private const string SizeRules = "size.*,headers.request-id-on-413,headers.organization-id-on-413";

    [Test]
    public async Task A_limit_on_requests_is_no_broken_promise_about_sizes()
    {
        await using var target = await Front.Start(context =>
        {
            if (context.Request.ContentLength is > 1_000_000 || context.Request.Headers.TransferEncoding.Count > 0)
            {
                context.Response.StatusCode = 429;
                context.Response.Headers.RetryAfter = "0";
                return true;
            }

            return false;
        });

        var run = await JudgedRun.Of(
            target.Url, new Dictionary<string, string> { ["Rules"] = SizeRules, ["Operations"] = "messages.create,files.upload" });

        run.Broken.Should().BeEmpty(run.Reasons());
        run.Results.Cases.Where(one => one.Verdict == Verdict.Error).Should().NotBeEmpty()
            .And.OnlyContain(one => one.Reason!.Kind == ReasonKind.RateLimited && one.Message!.Contains("still answered 429"));
        run.ExitCode.Should().Be(3);
    }

    [Test]
    public async Task A_target_that_is_gone_in_the_middle_of_the_sizes_is_no_broken_promise()
    {
        var target = await Front.Start(_ => false);
        var bodies = 0;
        var gone = new TaskCompletionSource();
        target.OnRequest = context =>
        {
            if (context.Request.ContentLength is > 60_000 && Interlocked.Increment(ref bodies) == 3)
            {
                // Whatever comes now finds nobody listening.
                _ = target.DisposeAsync().AsTask().ContinueWith(_ => gone.TrySetResult(), TaskScheduler.Default);
            }
        };

        var run = await JudgedRun.Of(
            target.Url, new Dictionary<string, string> { ["Rules"] = "size.*", ["Operations"] = "messages.create,files.upload" });

        await gone.Task;
        run.Results.Cases.Where(one => one.Verdict == Verdict.Error).Should().NotBeEmpty().And.OnlyContain(
            one => one.Reason!.Fault != Fault.Suite, run.Reasons());
        run.Results.Cases.Where(one => one.Verdict is Verdict.Fail or Verdict.Warn).Should().NotContain(
            one => run.Results.DecidingOf(one)!.Outcome == "refused", run.Reasons());
    }

    [Test]
    public async Task A_fault_that_came_once_stays_a_failure_and_says_so()
    {
        var asked = 0;
        await using var target = await Front.Start(_ => false);
        target.OnAnswer = context =>
        {
            // The first answer to a request without a key: no request-id, and never again.
            if (!context.Request.Headers.ContainsKey("x-api-key") && !context.Request.Headers.ContainsKey("authorization")
                && context.Request.Path == "/v1/models" && Interlocked.Increment(ref asked) == 1)
            {
                context.Response.Headers.Remove("request-id");
            }
        };

        var run = await JudgedRun.Of(
            target.Url, new Dictionary<string, string> { ["Rules"] = "headers.request-id", ["Operations"] = "models.list" });

        var failure = run.Results.Cases.Single(one => one.Verdict == Verdict.Fail);
        failure.Intermittent.Should().Be(new Repetition(1, 3));
        failure.Message.Should().StartWith("broken 1 of 3 times: expected the header request-id on the missing-key 401");
        failure.Exchanges.Should().HaveCountGreaterThan(2);
        run.ShouldShowItsFaults();
        run.ExitCode.Should().Be(2);
    }

    [Test]
    public async Task A_fault_that_comes_every_time_is_not_called_intermittent()
    {
        await using var target = await Front.Start(_ => false);
        target.OnAnswer = context => context.Response.Headers.Remove("request-id");

        var run = await JudgedRun.Of(
            target.Url, new Dictionary<string, string> { ["Rules"] = "headers.request-id", ["Operations"] = "models.list" });

        run.Results.Cases.Single(one => one.Verdict == Verdict.Fail).Intermittent.Should().BeNull();
    }

    [Test]
    public async Task A_bare_refusal_is_not_the_documented_one()
    {
        await using var target = await Front.Start(context =>
        {
            if (context.Request.Headers["anthropic-version"] == "1999-01-01")
            {
                context.Response.StatusCode = 400;
                return true;
            }

            return false;
        });

        var run = await JudgedRun.Of(
            target.Url,
            new Dictionary<string, string> { ["Rules"] = "version.unknown,content.error-json", ["Operations"] = "models.list" });

        var unknown = run.Results.Cases.Where(
            one => one is { Rule: "version.unknown", Operation: "models.list", Variant: "before" }).ToList();
        unknown.Should().ContainSingle().Which.Reason.Should().Be(new Reason(ReasonKind.OtherRule, "content.error-json"));
        run.Broken.Keys.Should().Equal("content.error-json");
    }

    [TestCase("limit-absent")]
    [TestCase("limit-100-kb")]
    [TestCase("too-large-500")]
    [TestCase("too-large-reset")]
    [TestCase("keep-alive-poisoned")]
    public async Task Nothing_is_left_on_a_target_whichever_upload_rule_fails(string deviation)
    {
        await using var server = await ReferenceServer.StartAsync(ExactLimits.On(new ReferenceServerOptions { Deviations = [deviation] }));

        var run = await JudgedRun.Of(
            server.BaseUrl.ToString(), new Dictionary<string, string>
            {
                ["Rules"] = SizeRules,
                ["Operations"] = "files.upload,batches.create",
            });

        run.Broken.Should().NotBeEmpty();
        run.Results.Leftovers.Should().BeEmpty();
        (await Listed(server, "/v1/files?limit=1000")).Should().NotContain(name => name.StartsWith("conformance-"));
        (await Listed(server, "/v1/messages/batches?limit=1000")).Should().HaveCount(
            await Untouched("/v1/messages/batches?limit=1000"), "the run made no batch that stayed");
    }

    private static async Task<int> Untouched(string path)
    {
        await using var server = await ReferenceServer.StartAsync();
        return (await Listed(server, path)).Count;
    }

    private static async Task<IReadOnlyList<string>> Listed(ReferenceServer server, string path)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.BaseUrl, path));
        request.Headers.Add("x-api-key", ReferenceKeys.Api);
        request.Headers.Add("anthropic-version", "2023-06-01");
        using var answer = await client.SendAsync(request);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return [.. json.RootElement.GetProperty("data").EnumerateArray()
            .Select(one => one.TryGetProperty("filename", out var name) ? name.GetString()! : one.GetProperty("id").GetString()!)];
    }

    /// <summary>The reference server's own pipeline behind a server that answers some requests itself and bends some answers.</summary>
    private sealed class Front : IAsyncDisposable
    {
        private readonly WebApplication _application;
        private readonly ReferenceServer _behind;
        private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        private int _disposed;

        private Front(ReferenceServer behind, Func<HttpContext, bool> answers)
        {
            _behind = behind;
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel =>
            {
                kestrel.Limits.MaxRequestBodySize = null;
                kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            });
            _application = builder.Build();
            _application.Run(async context =>
            {
                OnRequest?.Invoke(context);
                if (!answers(context))
                {
                    await HandOn(context);
                }
            });
        }

        public Action<HttpContext>? OnRequest { get; set; }

        public Action<HttpContext>? OnAnswer { get; set; }

        public string Url => _application.Urls.First();

        public static async Task<Front> Start(Func<HttpContext, bool> answers)
        {
            var front = new Front(await ReferenceServer.StartAsync(ExactLimits.On(new ReferenceServerOptions())), answers);
            await front._application.StartAsync();
            return front;
        }

        public async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                using var now = new CancellationTokenSource(TimeSpan.Zero);
                await _application.StopAsync(now.Token);
                await _application.DisposeAsync();
                await _behind.DisposeAsync();
                _client.Dispose();
            }
        }

        private async Task HandOn(HttpContext context)
        {
            using var request = new HttpRequestMessage(
                new HttpMethod(context.Request.Method), new Uri(_behind.BaseUrl, context.Request.Path + context.Request.QueryString))
            {
                Content = context.Request.ContentLength is > 0 || context.Request.Headers.TransferEncoding.Count > 0
                    ? new StreamContent(context.Request.Body)
                    : null,
            };
            foreach (
                var (name, values) in context.Request.Headers.Where(
                    header => header.Key is not ("Host" or "Transfer-Encoding" or "Expect" or "Connection")))
            {
                _ = request.Headers.TryAddWithoutValidation(name, values.AsEnumerable())
                    || request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable()) == true;
            }

            using var answer = await _client.SendAsync(request, context.RequestAborted);
            context.Response.StatusCode = (int)answer.StatusCode;
            foreach (
                var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(
                    header => header.Key is not ("Transfer-Encoding" or "Connection")))
            {
                context.Response.Headers[name] = values.ToArray();
            }

            OnAnswer?.Invoke(context);
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }
}
