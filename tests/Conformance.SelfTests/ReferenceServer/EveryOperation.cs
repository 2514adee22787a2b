using Conformance.Contract;
using Conformance.Reference;
using FluentAssertions;
using FluentAssertions.Execution;
using NUnit.Framework;

namespace Conformance.SelfTests.Servers;

/// <summary>The reference server serves every operation of the contract, and what it says of a key is said as documented.</summary>
public sealed class EveryOperation
{
    private static readonly ReferenceServerOptions Unusual = new() { Unusual = true };

    [TestCase(false)]
    [TestCase(true)]
    public async Task Answers_its_probe_as_the_contract_has_it(bool unusual)
    {
        await using var server = await ServerUnderTest.StartAsync(unusual ? Unusual : null);
        using var all = new AssertionScope();
        foreach (var operation in Operations.Every)
        {
            var answer = await server.ProbeAsync(operation);

            operation.Probe.Statuses.Should().Contain(answer.Status, $"{operation} answers {answer.Text}");
            if (answer.Status >= 400)
            {
                answer.ShouldBeError(answer.Status);
            }
            else
            {
                answer.MediaType.Should().Be(MediaTypes.Json, operation.Id);
            }
        }
    }

    [Test]
    public async Task In_beta_is_not_found_without_its_header_or_enrolment()
    {
        await using var enrolled = await ServerUnderTest.StartAsync();
        await using var other = await ServerUnderTest.StartAsync(new() { EnrolledInBetas = false });
        using var all = new AssertionScope();
        foreach (var operation in Operations.Beta)
        {
            (await other.ProbeAsync(operation)).ShouldBeError(404);
            if (operation.Beta is not null)
            {
                (await enrolled.ProbeAsync(operation, (HeaderNames.Beta, null))).ShouldBeError(404);
            }
        }
    }

    [Test]
    public async Task Takes_its_kind_of_key_and_no_other()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var all = new AssertionScope();
        foreach (var operation in Operations.Every)
        {
            // An admin key was never documented to be refused where an ordinary one is taken.
            KeyKind[] others = operation.Key == KeyKind.Api ? [KeyKind.OAuth] : [.. Enum.GetValues<KeyKind>().Except([operation.Key])];
            foreach (var kind in others)
            {
                (await server.ProbeAsync(
                    operation, (HeaderNames.ApiKey, null), (
                        HeaderNames.Authorization, null), ServerUnderTest.Key(kind))).ShouldBeError(403);
            }
        }
    }

    [Test]
    public async Task Refuses_an_OAuth_token_in_x_api_key()
    {
        await using var server = await ServerUnderTest.StartAsync();

        foreach (var id in new[] { "service_accounts.list", "models.list", "invites.list" })
        {
            (await server.ProbeAsync(Operations.Find(id), (HeaderNames.Authorization, null), (HeaderNames.ApiKey, ReferenceKeys.OAuth)))
                .ShouldBeError(401);
        }
    }

    [Test]
    public async Task Refuses_a_key_that_is_nearly_a_valid_one()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var key = ReferenceKeys.Api;
        foreach (var near in new[] { key[..^1] + "s", key[..^1], key + "x", "sk-ant-" + key[7..].ToUpperInvariant() })
        {
            (await server.GetAsync("/v1/models", (HeaderNames.ApiKey, near))).ShouldBeError(401);
            (await server.GetAsync("/v1/models", (HeaderNames.Authorization, "Bearer " + near))).ShouldBeError(401);
        }

        (await server.GetAsync("/v1/models", (HeaderNames.ApiKey, "sk-ant-api03-another"))).Status.Should().Be(200);
    }

    [Test]
    public async Task That_no_key_is_entitled_to_answers_403()
    {
        await using var server = await ServerUnderTest.StartAsync(new() { NotEntitled = ["files.*", "invites.list"] });

        (await server.ProbeAsync(Operations.Find("files.list"))).ShouldBeError(403);
        (await server.ProbeAsync(Operations.Find("files.upload"))).ShouldBeError(403);
        (await server.ProbeAsync(Operations.Find("invites.list"))).ShouldBeError(403);
        (await server.ProbeAsync(Operations.Find("invites.create"))).ShouldBeError(400);
        (await server.ProbeAsync(Operations.Find("models.list"))).Status.Should().Be(200);
    }

    [Test]
    public async Task For_Enterprise_organizations_says_so_to_another()
    {
        await using var server = await ServerUnderTest.StartAsync(new() { EnterpriseOrganization = false });
        using var all = new AssertionScope();
        foreach (var operation in Operations.Every.Where(operation => operation.EnterpriseOnly))
        {
            (await server.ProbeAsync(operation)).ShouldBeError(400, "organization_type_not_supported");
        }

        (await server.ProbeAsync(Operations.Find("invites.list"))).Status.Should().Be(200);
    }

    [Test]
    public async Task Needs_a_workspace_where_the_key_is_tied_to_one()
    {
        await using var server = await ServerUnderTest.StartAsync(new() { KeysNeedWorkspace = true });
        using var all = new AssertionScope();
        foreach (var operation in Operations.All)
        {
            (await server.ProbeAsync(operation)).ShouldBeError(400);
            (await server.ProbeAsync(operation, (HeaderNames.WorkspaceId, "wrkspc_01ReferenceServerSpace1")))
                .Status.Should().Be(operation.Probe.Status);
        }
    }

    [Test]
    public async Task That_creates_is_undone_by_what_removes_it()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var bodies = new Dictionary<string, string>
        {
            ["invites.create"] = """{"email":"grace@example.com","role":"user"}""",
            ["workspaces.create"] = """{"name":"conformance"}""",
            ["user_profiles.create"] = """{"name":"conformance"}""",
            ["external_keys.create"] = """{"provider_config":{"type":"gcp"}}""",
            ["service_accounts.create"] = """{"name":"conformance"}""",
            ["federation_issuers.create"] = """{"name":"conformance","issuer_url":"https://ci.example.com"}""",
            ["rbac_groups.create"] = """{"name":"conformance"}""",
            ["beta.agents.create"] = """{"name":"conformance","model":"claude-haiku-4-5"}""",
            ["beta.environments.create"] = """{"name":"conformance"}""",
            ["beta.vaults.create"] = """{"display_name":"conformance"}""",
            ["beta.memory_stores.create"] = """{"name":"conformance"}""",
            ["beta.tunnels.create"] = "{}",
            ["beta.spend_limits.set"] = """{"amount":null,"scope":{"type":"organization"}}""",
            ["beta.telemetry_destinations.create"] = """{"endpoint_url":"https://example.com","workspaces":{"type":"all"}}""",
            ["beta.webhooks.create"] = """{"enabled_events":[],"url":"https://example.com"}""",
        };
        using var all = new AssertionScope();
        foreach (var (id, json) in bodies)
        {
            var operation = Operations.Find(id);
            (string, string?)[] headers = [ServerUnderTest.Key(operation.Key), (HeaderNames.Beta, operation.Beta)];
            var created = await server.PostAsync(operation.Path, json, headers);
            created.Status.Should().Be(200, $"{id}: {created.Text}");
            var resource = $"{operation.Path}/{created.Json.GetProperty("id").GetString()}";
            (await server.GetAsync(resource, headers)).Status.Should().Be(200, id);

            var remover = Operations.Find(operation.RemovedBy[^1]);
            var removed = await server.SendAsync(remover.Method, resource + (remover.Method == "DELETE" ? "" : "/archive"), null, headers);

            removed.Status.Should().Be(200, $"{remover}: {removed.Text}");
            var after = await server.GetAsync(resource, headers);
            (after.Status == 404 || after.Json.GetProperty("archived_at").GetString() is not null).Should().BeTrue(after.Text);
        }
    }
}
