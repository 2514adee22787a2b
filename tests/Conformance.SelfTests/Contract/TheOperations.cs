using System.Runtime.CompilerServices;
using System.Text;
using Conformance.Contract;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Contract;

/// <summary>
/// What the documents say, written down a second time: the suite and its reference server read one table, so that an error
/// in it would be on both sides of every run.
/// </summary>
public sealed class TheOperations
{
    [Test]
    public async Task Are_those_of_the_documents() =>
        Lines(Operations.All.Select(Written)).Should().Be(await Approved("operations.txt"));

    [Test]
    public async Task Well_known_limits_are_those_of_their_products() =>
        Lines(KnownLimit.All.Select(limit => $"{limit.Bytes} | {limit.Name} | {limit.Source}")).Should().Be(await Approved("known-limits.txt"));

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
        $"{operation.Method} {operation.Path}",
        $"{operation.Group}, {operation.Since}, {operation.Key} key",
        $"{operation.Takes} to {operation.Returns}",
        operation.Size == SizeGroup.None ? "" : $"limit of {operation.Size}",
        operation.Beta ?? "",
        operation.PagesById ? "pages by id" : "",
        operation.NamesResource ? "names a resource" : "",
        $"{operation.Probe.Kind} {operation.Probe.Path} {operation.Probe.Json} {operation.Probe.Status}",
    }.Where(part => part.Length > 0));

    private static string Lines(IEnumerable<string> lines) => lines.Aggregate(new StringBuilder(), (text, line) => text.Append(line).Append('\n')).ToString();

    private static Task<string> Approved(string name, [CallerFilePath] string here = "") =>
        File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(here)!, name));
}
