using System.Text.Json;
using Conformance.Contract;
using FluentAssertions;
using FluentAssertions.Execution;
using NUnit.Framework;

namespace Conformance.SelfTests.Servers;

/// <summary>The two ways in which lists page.</summary>
public sealed class TheLists
{
    [Test]
    public async Task By_id_name_their_ends_and_page_both_ways()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var all = Ids((await server.GetAsync("/v1/models")).Json);

        var first = (await server.GetAsync("/v1/models?limit=2")).Json;
        var second = (await server.GetAsync($"/v1/models?limit=2&after_id={first.GetProperty("last_id").GetString()}")).Json;
        var back = (await server.GetAsync($"/v1/models?limit=2&before_id={second.GetProperty("first_id").GetString()}")).Json;

        Ids(first).Should().Equal(all.Take(2));
        Ids(second).Should().Equal(all.Skip(2).Take(2));
        Ids(back).Should().Equal(Ids(first));
        first.GetProperty("has_more").GetBoolean().Should().BeTrue();
        back.GetProperty("has_more").GetBoolean().Should().BeFalse();
        first.GetProperty("first_id").GetString().Should().Be(all[0]);
        first.GetProperty("last_id").GetString().Should().Be(all[1]);
    }

    [Test]
    public async Task By_page_go_on_where_the_last_one_ended()
    {
        await using var server = await ServerUnderTest.StartAsync();
        (string, string?) admin = ServerUnderTest.Key(KeyKind.Admin);
        foreach (var name in new[] { "one", "two", "three" })
        {
            await server.PostAsync("/v1/organizations/rbac_groups", $$"""{"name":"{{name}}"}""", admin);
        }

        var all = Ids((await server.GetAsync("/v1/organizations/rbac_groups", admin)).Json);
        var paged = new List<string>();
        for (string? page = ""; page is not null;)
        {
            var answer = (await server.GetAsync($"/v1/organizations/rbac_groups?limit=1{page}", admin)).Json;
            paged.AddRange(Ids(answer));
            page = answer.GetProperty("next_page").GetString() is { } next ? $"&page={next}" : null;
        }

        all.Should().HaveCount(4);
        paged.Should().Equal(all);
    }

    [Test]
    public async Task Of_every_operation_have_the_members_of_their_way()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var scope = new AssertionScope();
        foreach (var operation in Operations.Every.Where(one => one is { ProbeKind: ProbeKind.Read } && IsList(one)))
        {
            var answer = (await server.ProbeAsync(operation, (HeaderNames.Beta, operation.IsBeta ? operation.Beta : null))).Json;

            answer.GetProperty("data").ValueKind.Should().Be(JsonValueKind.Array, operation.Id);
            answer.TryGetProperty("next_page", out _).Should().Be(!operation.PagesById, operation.Id);
            answer.TryGetProperty("first_id", out _).Should().Be(operation.PagesById, operation.Id);
            answer.TryGetProperty("last_id", out _).Should().Be(operation.PagesById, operation.Id);
        }
    }

    [Test]
    public async Task Of_files_and_skills_have_their_old_shape_with_the_old_header()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var files = (await server.GetAsync("/v1/files")).Json;
        var oldFiles = (await server.GetAsync("/v1/files", (HeaderNames.Beta, KnownBetas.Files))).Json;
        var skills = (await server.GetAsync("/v1/skills")).Json;
        var oldSkills = (await server.GetAsync("/v1/skills", (HeaderNames.Beta, KnownBetas.Skills))).Json;

        Names(files).Should().BeEquivalentTo("data", "next_page");
        Names(files.GetProperty("data")[0]).Should().Contain("expires_at");
        Names(oldFiles).Should().BeEquivalentTo("data", "has_more", "first_id", "last_id");
        Names(skills).Should().BeEquivalentTo("data", "next_page");
        Names(skills.GetProperty("data")[0]).Should().Contain(["display_name", "latest_version_id"]).And.NotContain("display_title");
        Names(oldSkills).Should().BeEquivalentTo("data", "has_more", "next_page");
        Names(oldSkills.GetProperty("data")[0]).Should().Contain(["display_title", "latest_version"]).And.NotContain("display_name");
    }

    private static bool IsList(Operation operation) =>
        !operation.Id.EndsWith(".get", StringComparison.Ordinal);

    private static List<string> Ids(JsonElement page) => [.. page.GetProperty("data").EnumerateArray().Select(item =>
        item.GetProperty("id").GetString()!)];

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(member => member.Name);
}
