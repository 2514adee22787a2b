using System.Globalization;
using System.Text;
using Conformance.Clients;
using Conformance.Contract;
using Conformance.Gateway;
using Conformance.Reference;

namespace Conformance.Suite.Running;

/// <summary>The rule catalogue as a document, <c>RULES.md</c>: made from the rules themselves and the deviations that prove them.</summary>
public static class RulesDocument
{
    private const int MostNamed = 6;

    /// <summary>The document, Markdown.</summary>
    public static string Text()
    {
        var text = new StringBuilder();
        text.Append("# Rules\n\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"{Catalogue.Rules.Count} rules, {Catalogue.Cases.Count():N0} cases on {Operations.All.Count} operations. ");
        text.Append(
            "This page is generated: `dotnet run --project tests/Conformance.Suite -- --rules > tests/Conformance.Suite/RULES.md`.\n\n");
        text.Append("MUST broken is `fail`; SHOULD broken is `warn`, and `fail` in a strict run; INFO is recorded only. ");
        text.Append(
            "*Proven by* names the deviations of the reference server, or of the reference gateway, that the rule, and no other "
                + "reason, catches.\n");
        foreach (var family in Catalogue.Rules.GroupBy(rule => rule.Family))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {family.Key}\n");
            foreach (var rule in family)
            {
                Append(text, rule);
            }
        }

        AppendClients(text);
        text.Append("\n## What cannot be observed from outside\n\n| promise | why no rule holds a target to it |\n| --- | --- |\n");
        foreach (var excluded in Excluded.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {excluded.Promise} | {excluded.Why} |\n");
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Rule rule)
    {
        var proof = Deviations.All.Where(
            deviation =>
                deviation.Rules.Concat(deviation.Examples).Concat(deviation.Records).Contains(rule.Id)).Select(deviation =>
                    $"`{deviation.Name}`")
            .Concat(GatewayDeviations.All.Where(deviation => deviation.Rules.Contains(rule.Id)).Select(deviation => $"`{deviation.Name}`"))
                .ToList();
        text.Append(CultureInfo.InvariantCulture, $"\n### {rule.Id}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"**{rule.Info.Level}**{Binding(rule)} since {rule.Since}: {rule.Attribute.Title}.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"> {rule.Clause.Quote}\n>\n> {rule.Clause.Document}, “{rule.Clause.Section}”\n\n");
        text.Append(CultureInfo.InvariantCulture, $"- Operations: {Where(rule)}\n");
        if (rule.AppliesTo?.Variants is { Length: > 0 } variants)
        {
            text.Append(CultureInfo.InvariantCulture, $"- Variants: {string.Join(", ", variants)}\n");
        }

        if (rule.DependsOn.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"- Depends on: {string.Join(", ", rule.DependsOn.Select(id => $"`{id}`"))}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"- Proven by: {(proof.Count == 0 ? "nothing" : string.Join(", ", proof))}\n");
    }

    private static void AppendClients(StringBuilder text)
    {
        text.Append("\n## client\n\n");
        text.Append("The rules of `conformance check`, which hold a client to what it owes the API; no target is held to them.\n");
        foreach (var rule in ClientRules.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {rule.Id}\n\n**{rule.Info.Level}** since {rule.Since}: {rule.Title}.\n\n");
            text.Append(CultureInfo.InvariantCulture, $"> {rule.Clause.Quote}\n>\n");
            text.Append(CultureInfo.InvariantCulture, $"> {rule.Clause.Document}, “{rule.Clause.Section}”\n\n");
            if (rule.Variants.Count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"- Variants: {string.Join(", ", rule.Variants)}\n");
            }

            var scenarios = rule.IsAboutRequests ? "all" : string.Join(", ", rule.Scenarios);
            text.Append(CultureInfo.InvariantCulture, $"- Scenarios: {scenarios}\n");
        }
    }

    private static string Binding(Rule rule) => rule.Attribute.BindsOn.Length == 0
        ? ""
        : $" on {string.Join(", ", rule.Attribute.BindsOn)}, {rule.Attribute.Elsewhere.ToString().ToUpperInvariant()} elsewhere,";

    private static string Where(Rule rule)
    {
        var operations = Operations.All.Where(
            operation => rule.AppliesTo?.Includes(operation) == true).Select(operation => operation.Id).ToList();
        return operations.Count switch
        {
            0 => "none in particular",
            _ when operations.Count == Operations.All.Count => $"all {operations.Count}",
            <= MostNamed => string.Join(", ", operations),
            _ => $"{operations.Count}: {Kind(rule.AppliesTo)}",
        };
    }

    private static string Kind(AppliesToAttribute? applies) => applies is EveryOperationAttribute every
        ? string.Join(", ", new[]
        {
            every.ExceptRefusedBodies ? "those whose probe is not itself answered 400" : null,
            every.WithJsonBody ? "those that take a JSON body" : null,
            every.ThatSucceed ? "those whose probe succeeds" : null,
            every.OnUnknownResources ? "those whose probe names a resource that cannot exist" : null,
            every.WithAdminKey ? "those of the Admin API" : null,
            every.WithApiKey ? "those that take an API key or an admin key" : null,
            every.WithSizeLimit ? "those that a documented size limit binds" : null,
            every.ThatListById ? "the lists with `first_id` and `last_id`" : null,
            every.ThatListByPage ? "the lists with `next_page`" : null,
        }.OfType<string>())
        : "those named";
}
