using Conformance.Reference;
using Conformance.Reporting.Results;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.FirstContact;

/// <summary>What makes a run pointless ends it before the first case, with one line that says the way out.</summary>
public sealed class DeadEndTests
{
    private const string NotFound =
        """{"error":{"message":"Invalid URL ({method} {path})","type":"invalid_request_error","param":null,"code":null}}""";
    private const string Unexpected = """{"error":"Unexpected endpoint or method. ({method} {path})"}""";
    private const string Page = "<!DOCTYPE html><pre>Cannot {method} {path}</pre>";

    [TestCase(404, "text/html", Page, "404 text/html", TestName = "Express")]
    [TestCase(404, null, "", "404 with an empty body", TestName = "an empty 404")]
    [TestCase(404, "application/json", NotFound, "404 application/json", TestName = "the 404 of OpenAI")]
    [TestCase(200, "application/json", Unexpected, "200 application/json", TestName = "LM Studio")]
    [TestCase(200, "text/html", "<title>Sign in</title>", "200 text/html", TestName = "a page for every path")]
    [TestCase(405, "text/plain", "Method Not Allowed", "405 text/plain", TestName = "405 on every method")]
    [TestCase(501, "text/html", "Unsupported method", "501 text/html", TestName = "501")]
    [TestCase(502, "text/html", "<h1>Bad Gateway</h1>", "502 text/html", TestName = "502 of a gateway without its upstream")]
    public async Task Where_nothing_of_the_API_is_there_it_is_said(int status, string? mediaType, string body, string says)
    {
        await using var server = await SmallServer.Answering(status, mediaType, body);
        await using var run = await FirstContactRun.With(server.Url);

        run.IsReached.Should().BeFalse();
        run.Result().NotJudged.Should()
            .Contain("has nothing of the API").And.Contain($"POST /v1/messages is answered {says}").And.Contain("BaseUrl");
        run.Result().NotJudgedReason!.Kind.Should().Be(ReasonKind.Settings);
    }

    [TestCase("", "/v1")]
    [TestCase("/anthropic", "")]
    [TestCase("/anthropic", "/v1")]
    public async Task A_wrong_path_is_told_with_the_right_one(string prefix, string given)
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { PathPrefix = prefix });
        await using var run = await FirstContactRun.With(new Uri(server.BaseUrl, given));

        var right = new Uri(server.BaseUrl, prefix).AbsoluteUri.TrimEnd('/');
        run.Result().NotJudged.Should().Contain($"the API seems to be at {right}: set BaseUrl to it");
    }

    [TestCase("https://login.example/authorize?to={path}")]
    [TestCase("/login?to={path}")]
    public async Task A_login_that_stands_before_everything_is_told(string location)
    {
        await using var server = await SmallServer.Start(http =>
        {
            http.Response.StatusCode = 302;
            http.Response.Headers.Location = location.Replace("{path}", Uri.EscapeDataString(http.Request.Path), StringComparison.Ordinal);
            return Task.CompletedTask;
        });
        await using var run = await FirstContactRun.With(server.Url);

        run.IsReached.Should().BeFalse();
        run.Result().NotJudged.Should().Contain("redirects every path (302 to ").And.Contain("sign in");
    }

    [Test]
    public async Task A_key_that_is_refused_is_told()
    {
        await using var server = await SmallServer.Answering(
            401, "application/json", """{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}""");
        await using var run = await FirstContactRun.With(server.Url);

        run.Result().NotJudged.Should().Contain("refuses the key (401) in x-api-key and as bearer").And.Contain("CONFORMANCE_API_KEY");
    }

    [Test]
    public async Task A_key_that_is_entitled_to_nothing_is_told()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { NotEntitled = ["*"] });
        await using var run = await FirstContactRun.With(server.BaseUrl, ("Operations", "messages.*,models.*"));

        run.Result().NotJudged.Should().Contain("the key is not entitled to").And.Contain("all that the run claims");
    }

    [Test]
    public async Task An_account_without_credit_is_told()
    {
        await using var server = await SmallServer.Start(async http =>
        {
            http.Response.StatusCode = http.Request.Path == "/v1/messages" ? 402 : 404;
            http.Response.ContentType = "application/json";
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(
                http.Response, """{"type":"error","error":{"type":"billing_error","message":"Your credit balance is too low"}}""");
        });
        await using var run = await FirstContactRun.With(server.Url);

        run.Result().NotJudged.Should().Contain("no credit").And.Contain("402: Your credit balance is too low");
    }

    [Test]
    public async Task A_model_that_is_not_there_is_told_with_those_that_are()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var run = await FirstContactRun.With(server.BaseUrl, ("Model", "claude-of-nobody"));

        run.Result().NotJudged.Should()
            .Contain("has no model claude-of-nobody").And.Contain("set Model to one that it has, such as claude-");
    }
}
