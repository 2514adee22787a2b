using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Conformance.Contract;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Contract;

/// <summary>
/// What the documents say, written down a second time: the suite and its reference server read one table, so that an error
/// in it would be on both sides of every run.
/// </summary>
public sealed partial class TheOperations
{
    [Test]
    public async Task Are_those_of_the_documents() =>
        Lines(Operations.All.Select(Written)).Should().Be(await Approved("operations.txt"));

    [Test]
    public async Task In_beta_are_those_of_the_documents() =>
        Lines(Operations.Beta.Select(Written)).Should().Be(await Approved("beta-operations.txt"));

    [Test]
    public void In_beta_are_told_by_their_ids_and_are_not_among_the_others()
    {
        Operations.Every.Should().Equal(Operations.All.Concat(Operations.Beta));
        Operations.Every.Should().OnlyContain(operation => operation.IsBeta == operation.Id.StartsWith("beta.", StringComparison.Ordinal));
        Operations.All.Should().NotContain(operation => operation.IsBeta);
        Operations.Beta.Should().OnlyContain(operation => operation.IsBeta);
        Operations.Every.Select(operation => operation.Beta).OfType<string>().Should().BeSubsetOf(KnownBetas.All);
    }

    [Test]
    public void Have_an_id_and_a_method_and_path_of_their_own()
    {
        Operations.Every.Select(operation => operation.Id).Should().OnlyHaveUniqueItems();
        Operations.Every.Select(operation => $"{operation.Method} {Id().Replace(operation.Path, "{}")}").Should().OnlyHaveUniqueItems();
    }

    [Test]
    public void That_create_say_what_removes_it()
    {
        Operations.Every
            .Where(operation => operation.Id.EndsWith(".create", StringComparison.Ordinal) && operation.RemovedBy.Count == 0)
            .Select(operation => operation.Id)
            .Should().Equal("messages.create", "completions.create", "beta.plugins.versions.create");
        foreach (var (operation, remover) in Operations.Every.SelectMany(one => one.RemovedBy.Select(id => (one, Operations.Find(id)))))
        {
            remover.Path.Should().StartWith(operation.Path, $"{remover} removes what {operation} creates");
            remover.Key.Should().Be(operation.Key);
            remover.Method.Should().Be(remover.Id.EndsWith(".delete", StringComparison.Ordinal) ? "DELETE" : "POST");
        }
    }

    [Test]
    public void Take_the_key_that_the_documents_name()
    {
        Operations.All.Where(operation => operation.Key == KeyKind.OAuth).Should().HaveCount(26).And
            .OnlyContain(operation => operation.Path.Contains("service_accounts") || operation.Path.Contains("federation_"));
        Operations.Every.Where(operation => operation.Key == KeyKind.Api).Should()
            .OnlyContain(operation => !operation.Path.StartsWith("/v1/organizations", StringComparison.Ordinal));
        Operations.Every.Where(operation => operation.Path.StartsWith("/v1/organizations", StringComparison.Ordinal)).Should()
            .OnlyContain(operation => operation.Key != KeyKind.Api);
    }

    [Test]
    public void Allow_a_deletion_that_is_documented_to_succeed_where_nothing_is()
    {
        Operations.Every.Where(operation => operation.AcceptsAbsent).Select(operation => operation.Id).Should().BeEquivalentTo(
            "service_accounts.workspaces.delete", "workspaces.service_accounts.delete", "federation_rules.workspaces.delete");
        Operations.Find("federation_rules.workspaces.delete").Probe.Statuses.Should().Equal(404, 200);
        Operations.Find("rbac_roles.get").Probe.Statuses.Should().Equal(404, 400);
        Operations.Find("models.get").Probe.Statuses.Should().Equal(404);
        Operations.Find("models.list").Probe.Statuses.Should().Equal(200);
    }

    [Test]
    public async Task Well_known_limits_are_those_of_their_products() =>
        Lines(KnownLimit.All.Select(limit => $"{limit.Bytes} | {limit.Name} | {limit.Source}"))
            .Should().Be(await Approved("known-limits.txt"));

    [Test]
    public void Are_found_by_id_and_equal_by_id()
    {
        var one = Operations.Find("models.get");

        one.Path.Should().Be("/v1/models/{model_id}");
        one.ToString().Should().Be("models.get");
        (one with { Path = "/elsewhere" }).Should().Be(one);
        one.Should().NotBe(one with { Id = "models.list" });
        (one with { Path = "/elsewhere" }).GetHashCode().Should().Be(one.GetHashCode());
        ((Action)(() => Operations.Find("models.none"))).Should().Throw<KeyNotFoundException>();
        ((Action)(() => UnknownIds.Prefix("no_such_id"))).Should().Throw<KeyNotFoundException>();
    }

    private static string Written(Operation operation) => string.Join(" | ", new[]
    {
        operation.Id,
        $"{operation.Method} {Segments(operation.Path)}",
        $"{operation.Group}, {operation.Since}, {operation.Key} key",
        $"{operation.Takes} to {operation.Returns}",
        operation.Size == SizeGroup.None ? "" : $"limit of {operation.Size}",
        operation.Beta ?? "",
        operation.PagesById ? "pages by id" : "",
        operation.EnterpriseOnly ? "Enterprise only" : "",
        operation.RemovedBy.Count > 0 ? $"removed by {string.Join(", ", operation.RemovedBy)}" : "",
        operation.NamesResource ? "names a resource" : "",
        $"{operation.Probe.Kind} {Segments(operation.Probe.Path)} {operation.Probe.Json} {string.Join(" or ", operation.Probe.Statuses)}",
    }.Where(part => part.Length > 0));

    // Written apart, so that nobody takes a route of the API for a path of a machine.
    private static string Segments(string path) => path.Replace("/", " / ", StringComparison.Ordinal);

    [GeneratedRegex(@"\{[a-z_]+\}")]
    private static partial Regex Id();

    private static string Lines(IEnumerable<string> lines) => lines.Aggregate(new StringBuilder(), (text, line) =>
        text.Append(line).Append('\n')).ToString();

    private static Task<string> Approved(string name, [CallerFilePath] string here = "") =>
        File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(here)!, name));
}
