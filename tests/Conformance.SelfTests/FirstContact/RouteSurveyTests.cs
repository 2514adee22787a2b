using Conformance.Contract;
using Conformance.Reference;
using FluentAssertions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using NUnit.Framework;

namespace Conformance.SelfTests.FirstContact;

/// <summary>What a target has is told from what it has not, however it answers either.</summary>
public sealed class RouteSurveyTests
{
    private static readonly string[] Inference = ["messages.create", "messages.count_tokens", "models.list", "models.get"];

    private static IEnumerable<TestCaseData> Conforming()
    {
        TestCaseData Server(string name, ReferenceServerOptions options) => new TestCaseData(options).SetArgDisplayNames(name);
        yield return Server("to the letter", new());
        yield return Server("as recorded", ReferenceServerOptions.AsRecorded);
        yield return Server("unusual", new() { Unusual = true });
        yield return Server("other members and ids", new() { ExtraMembers = true, OtherIdFormat = true });
        yield return Server("chunked, key before method", new() { Chunked = true, MethodBeforeAuthentication = false });
        yield return Server("no Enterprise organization", new() { EnterpriseOrganization = false });
        yield return Server("an HTML 404 for other paths", new() { HtmlNotFound = true });
        yield return Server("every error the same page", new() { Deviations = ["error-text-html"] });
    }

    [TestCaseSource(nameof(Conforming))]
    public async Task A_server_that_has_all_is_said_to_have_all(ReferenceServerOptions options)
    {
        await using var server = await ReferenceServer.StartAsync(options);
        await using var run = await FirstContactRun.With(server.BaseUrl);

        run.IsReached.Should().BeTrue(run.Result().NotJudged);
        run.Result().Target.Served.Should().BeEquivalentTo(Operations.All.Select(operation => operation.Id));
        string.Join('\n', run.Announcement).Should().NotContain("unclear ").And.NotContain("lacks ");
    }

    [TestCase(404, "text/html", "Cannot {method} {path}")]
    [TestCase(404, null, "")]
    [TestCase(200, "application/json", """{"error":"Unexpected endpoint or method. ({method} {path})"}""")]
    [TestCase(403, "application/json", """{"message":"Missing Authentication Token"}""")]
    [TestCase(302, "text/html", "see the documentation")]
    [TestCase(400, "application/json", """{"error":{"message":"unknown endpoint {path}"}}""")]
    [TestCase(405, null, "")]
    [TestCase(501, null, "")]
    [TestCase(502, "text/html", "<h1>no route</h1>")]
    public async Task However_other_paths_are_answered_they_are_told(int status, string? mediaType, string body)
    {
        await using var api = await ReferenceServer.StartAsync(new ReferenceServerOptions { Serves = Inference });
        await using var server = await Front(api, status, mediaType, body);
        await using var run = await FirstContactRun.With(server.Url);

        run.IsReached.Should().BeTrue(run.Result().NotJudged);
        run.Result().Target.Served.Should().BeEquivalentTo(Inference);
    }

    [Test]
    public async Task What_cannot_be_told_counts_as_served_and_is_said()
    {
        // No key is asked for, and a model that is not there is answered like a path that is not.
        await using var server = await SmallServer.Start(async http =>
        {
            var isList = http.Request.Path == "/v1/models" && http.Request.Method == "GET";
            http.Response.StatusCode = isList ? 200 : 404;
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(isList ? """{"data":[]}""" : """{"error":{"message":"Not found"}}""");
        });
        await using var run = await FirstContactRun.With(server.Url, ("Operations", "models.*"));

        run.Result().Target.Served.Should().BeEquivalentTo("models.list", "models.get");
        run.Announcement.Should().ContainSingle(
            line => line.Contains("unclear") && line.Contains("models.get") && line.Contains("counted as served"));
    }

    [TestCase("""{"id":"claude-a"}""", "models.list models.get")]
    [TestCase(null, "models.list")]
    public async Task A_resource_that_is_known_to_be_there_tells_whether_its_operation_is(string? model, string served)
    {
        await using var server = await SmallServer.Start(async http =>
        {
            var body = (http.Request.Method, http.Request.Path.Value) switch
            {
                ("GET", "/v1/models") => """{"data":[{"id":"claude-a"}]}""",
                ("GET", "/v1/models/claude-a") => model,
                _ => null,
            };
            http.Response.StatusCode = body is null ? 404 : 200;
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(body ?? """{"error":{"message":"Not found"}}""");
        });
        await using var run = await FirstContactRun.With(server.Url, ("Operations", "models.*"));

        run.Result().Target.Served.Should().BeEquivalentTo(served.Split(' '));
    }

    // The API below two paths, and the answer of the front itself everywhere else.
    private static Task<SmallServer> Front(ReferenceServer api, int status, string? mediaType, string body)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        return SmallServer.Start(async http =>
        {
            var path = http.Request.Path.Value!;
            var isThere = path is "/v1/messages" or "/v1/messages/count_tokens" or "/v1/models"
                || (path.StartsWith("/v1/models/", StringComparison.Ordinal) && path.Count('/') == 3);
            if (!isThere)
            {
                http.Response.StatusCode = status;
                http.Response.ContentType = mediaType;
                http.Response.Headers.Location = status == 302 ? "https://docs.example/" : default(StringValues);
                await http.Response.WriteAsync(body
                    .Replace("{method}", http.Request.Method, StringComparison.Ordinal)
                    .Replace("{path}", path, StringComparison.Ordinal));
                return;
            }

            using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(api.BaseUrl, path));
            request.Content = http.Request.Method == "POST" ? new StreamContent(http.Request.Body) : null;
            foreach (var (name, values) in http.Request.Headers)
            {
                if (name.Equals("host", StringComparison.OrdinalIgnoreCase))
                {
                    continue;
                }

                if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                {
                    request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
                }
            }

            using var answer = await client.SendAsync(request, http.RequestAborted);
            http.Response.StatusCode = (int)answer.StatusCode;
            http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            await answer.Content.CopyToAsync(http.Response.Body);
        });
    }
}
