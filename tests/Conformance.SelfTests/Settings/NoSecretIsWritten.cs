using System.Net;
using System.Security.Cryptography;
using System.Text;
using Conformance.Reference;
using Conformance.SelfTests.Support;
using FluentAssertions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace Conformance.SelfTests.Settings;

/// <summary>Nothing that a run writes holds a key, in whatever form, even where the target gives it back.</summary>
public sealed class NoSecretIsWritten
{
    private const string ApiKey = "sk-ant-api03-Grep/Me+For=Everything/0123456789-ABCDEFGHIJ";
    private const string AdminKey = "sk-ant-admin01-And+Me/Too=For+Everything-9876543210-KLMNOP";

    [Test]
    public async Task Against_a_server_that_keeps_the_contract()
    {
        await using var server = await ReferenceServer.StartAsync();

        var run = await ExternalRun.Against(server.BaseUrl, ("Rules", "auth.*,error.*,headers.*,security.*,version.*,stream.*"));

        run.ExitCode.Should().Be(0, run.Output);
        await Grep(run, ReferenceKeys.Api, ReferenceKeys.Admin);
    }

    [TestCase("x-api-key")]
    [TestCase("bearer")]
    public async Task Against_a_server_that_gives_it_back_in_every_form(string auth)
    {
        await using var server = await Echo();

        var run = await Run(
            new Uri(server.Urls.Single()),
            ("Auth", auth),
            ("Rules", "auth.*,error.*,headers.*,security.*,content.*"),
            ("Operations", "messages.*,models.*,users.*"));

        run.ExitCode.Should().NotBe(0);
        run.Case("security.key-not-echoed:models.list").Verdict.Should().Be(Reporting.Results.Verdict.Fail);
        await Grep(run, ApiKey, AdminKey);
    }

    [Test]
    public async Task Against_nothing_at_all()
    {
        var run = await Run(new Uri($"http://127.0.0.1:{Support.Proxies.FreePort.Next()}"));

        await Grep(run, ApiKey, AdminKey);
    }

    private static Task<SuiteProcess> Run(Uri url, params (string Name, string Value)[] settings) => SuiteProcess.Run(
        [
            .. settings.Prepend(("BaseUrl", url.AbsoluteUri)).SelectMany(
                setting => new[] { "--test-parameter", $"{setting.Item1}={setting.Item2}" })
        ],
        new Dictionary<string, string> { ["CONFORMANCE_API_KEY"] = ApiKey, ["CONFORMANCE_ADMIN_API_KEY"] = AdminKey });

    private static async Task Grep(SuiteProcess run, params string[] keys)
    {
        var files = Directory.GetFiles(run.Directory, "*", SearchOption.AllDirectories);
        files.Should().NotBeEmpty();
        var written = new List<(string Where, string Text)> { ("standard output", run.Output), ("standard error", run.Errors) };
        foreach (var file in files)
        {
            written.Add((file, await File.ReadAllTextAsync(file)));
        }

        string[] forms = [.. keys.SelectMany(Forms), .. keys.Select(InLongerBase64)];
        var found =
            from one in written
            from form in forms
            where one.Text.Contains(form, StringComparison.OrdinalIgnoreCase)
            select $"{one.Where}: {form}";
        found.Should().BeEmpty();
    }

    private static async Task<WebApplication> Echo()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        application.Run(async context =>
        {
            var request = context.Request.Headers;
            var key = request["x-api-key"].ToString() is { Length: > 0 } plain
                ? plain
                : request.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
            List<string> forms = key.Length == 0 ? [] : [.. Forms(key), Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{key}"))];
            for (var i = 0; i < forms.Count; i++)
            {
                context.Response.Headers[$"x-echo-{i}"] = forms[i];
            }

            // A target that has every path alike has nothing of the API.
            context.Response.StatusCode = context.Request.Path.Value!.Contains("no-such-route", StringComparison.Ordinal) ? 404 : 200;
            context.Response.Headers["request-id"] = "req_" + key;
            context.Response.Headers.SetCookie = $"session={key}";
            await context.Response.WriteAsJsonAsync(new { data = forms, key, error = new { type = key, message = $"no such key: {key}" } });
        });
        await application.StartAsync();
        return application;
    }

#pragma warning disable CA5350, CA5351 // What a target may have used.
    private static IEnumerable<string> Forms(string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        yield return key;
        yield return Uri.EscapeDataString(key);
        yield return Convert.ToBase64String(bytes).TrimEnd('=')[..^1];
        foreach (var hash in new[] { SHA256.HashData(bytes), SHA1.HashData(bytes), MD5.HashData(bytes) })
        {
            yield return Convert.ToHexStringLower(hash);
            yield return Convert.ToBase64String(hash).TrimEnd('=');
        }
    }
#pragma warning restore CA5350, CA5351

    /// <summary>What base64 of "user:key" holds of the key alone.</summary>
    private static string InLongerBase64(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{key}"))[8..^4];
}
