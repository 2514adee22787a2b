using System.Runtime.CompilerServices;
using Conformance.SelfTests.Support;
using Conformance.Suite.Running;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Catalogues;

/// <summary>RULES.md, and what every rule must have.</summary>
public sealed class CatalogueTests
{
    [Test]
    public async Task It_is_up_to_date()
    {
        var committed = await File.ReadAllTextAsync(Path.Combine(SuiteFolder(), "RULES.md"));
        var generated = await SuiteProcess.Run(["--rules"], new Dictionary<string, string>());

        committed.Should().Be(
            generated.Output, "RULES.md is generated: dotnet run --project tests/Conformance.Suite -- --rules > "
                + "tests/Conformance.Suite/RULES.md");
    }

    [Test]
    public void Every_rule_has_a_case_a_title_and_a_quote() =>
        Catalogue.Rules.Should().OnlyContain(rule =>
            rule.Cases.Any() && rule.Attribute.Title.Length > 0 && rule.Clause.Quote.Length > 0 && rule.Clause.Section.Length > 0
                && rule.Clause.Document.Length > 0);

    [Test]
    public void Every_case_has_an_id_of_its_own() => Catalogue.Cases.Select(one => one.Id).Should().OnlyHaveUniqueItems();

    [Test]
    public void Every_rule_that_another_depends_on_exists()
    {
        var ids = Catalogue.Rules.Select(rule => rule.Id).ToHashSet();
        foreach (var rule in Catalogue.Rules)
        {
            rule.DependsOn.Should().BeSubsetOf(ids, rule.Id).And.NotContain(rule.Id);
        }
    }

    [Test]
    public void Titles_are_sentences_without_a_full_stop() =>
        Catalogue.Rules.Should().OnlyContain(rule => char.IsUpper(rule.Attribute.Title[0]) && !rule.Attribute.Title.EndsWith('.'));

    private static string SuiteFolder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "Conformance.Suite");
}
