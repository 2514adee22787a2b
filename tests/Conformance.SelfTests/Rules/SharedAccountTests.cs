using System.Text.Json;
using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Detection;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Rules;

/// <summary>Others use the account that a run uses, and what they do there is not the target's fault.</summary>
public sealed class SharedAccountTests
{
    // As often as the list is looked at before it is looked at for certain, and once then.
    private const int Visits = 4;

    [Test]
    public async Task A_file_that_comes_and_goes_while_pages_are_read_is_no_fault_of_the_list()
    {
        using var other = new OtherUser();
        await using var server = await ReferenceServer.StartAsync(ExactLimits.On(
            new ReferenceServerOptions { Upstream = new Conformance.Reference.Upstream { Director = other.Visit } }));
        other.Server = server.BaseUrl;
        other.Upload();
        other.Upload();

        var run = await JudgedRun.Of(
            server.BaseUrl.AbsoluteUri, new Dictionary<string, string> { ["Rules"] = "shape.list-by-page", ["Operations"] = "files.list" });

        run.ExitCode.Should().Be(0, run.Reasons());
        run.Results.Cases.Should().ContainSingle(one => one.Rule == "shape.list-by-page" && one.Verdict == Verdict.Pass);
        other.Visits.Should().Be(Visits, "the pages were read while the file was there");
    }

    /// <summary>Uploads a file right before a second page is answered, and removes it right before the list is.</summary>
    private sealed class OtherUser : IDisposable
    {
        private readonly HttpClient _client = new();
        private string? _file;

        public Uri? Server { get; set; }

        public int Visits { get; private set; }

        public ScriptedAnswer? Visit(UpstreamArrival arrival)
        {
            if (Server is not null && arrival.Method == "GET" && arrival.Target.StartsWith("/v1/files", StringComparison.Ordinal))
            {
                var isPage = arrival.Target.Contains("page=", StringComparison.Ordinal);
                if (isPage && _file is null && Visits < SharedAccountTests.Visits)
                {
                    Visits++;
                    _file = Upload();
                }
                else if (!isPage && _file is not null && !arrival.Target.Contains("limit=", StringComparison.Ordinal))
                {
                    Send(HttpMethod.Delete, $"/v1/files/{_file}", null);
                    _file = null;
                }
            }

            return null;
        }

        public string Upload()
        {
            using var form = new MultipartFormDataContent { { new StringContent("of another"), "file", "other.txt" } };
            return Send(HttpMethod.Post, "/v1/files", form).GetProperty("id").GetString()!;
        }

        public void Dispose() => _client.Dispose();

        private JsonElement Send(HttpMethod method, string path, HttpContent? content)
        {
            using var request = new HttpRequestMessage(method, new Uri(Server!, path)) { Content = content };
            request.Headers.Add("x-api-key", ReferenceKeys.Api);
            request.Headers.Add("anthropic-version", "2026-10-21");
            using var answer = _client.Send(request);
            using var body = answer.EnsureSuccessStatusCode().Content.ReadAsStream();
            return JsonDocument.Parse(body).RootElement.Clone();
        }
    }
}
