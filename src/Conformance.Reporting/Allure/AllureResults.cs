using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Allure;

/// <summary>
/// <c>allure-results/</c>: the run in Allure's result format, for <c>allure generate</c>. A case is a test with a step and
/// an attachment per exchange; a waived case is a failure that is marked known.
/// </summary>
public static partial class AllureResults
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    // Allure puts a test into the first category that fits.
    private static readonly (string Name, string Status, string? Message)[] Categories =
    [
        ("Waived: known and accepted until a date", AllureStatus.Failed, "^waived[\\s\\S]*"),
        ("Broken promises", AllureStatus.Failed, null),
        ("Not judged", AllureStatus.Broken, null),
        ("Warnings", AllureStatus.Passed, "^warn: [\\s\\S]*"),
        ("Not run", AllureStatus.Skipped, null),
    ];

    /// <summary>Writes the directory, without the cases that the settings do not claim. What an earlier run left there under Allure's names is removed first; other files stay.</summary>
    /// <param name="run">The run.</param>
    /// <param name="directory">The directory; made where it is not there.</param>
    /// <param name="owner">The value of the label <c>owner</c>; null leaves the label out.</param>
    /// <param name="environment">Reads an environment variable, to name the CI job; null where none is wanted.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <exception cref="IOException">A file cannot be written or removed.</exception>
    public static async Task WriteAsync(
        RunResult run, string directory, string? owner = null, Func<string, string?>? environment = null, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(directory);
        RemoveEarlier(directory);
        var rules = run.Rules.DistinctBy(rule => rule.Id).ToDictionary(rule => rule.Id);
        foreach (var result in run.Cases.Where(result => !Claim.LeavesOut(result)))
        {
            var test = new AllureCase(run, result, rules.GetValueOrDefault(result.Rule), owner);
            await WriteJsonAsync(directory, $"{test.Uuid}-result.json", test.Json(), cancellation);
            foreach (var (name, content) in test.Attachments)
            {
                await File.WriteAllTextAsync(Path.Combine(directory, name), content, cancellation);
            }
        }

        await File.WriteAllTextAsync(Path.Combine(directory, "environment.properties"), AllureEnvironment.Of(run), cancellation);
        await WriteJsonAsync(directory, "categories.json", CategoriesJson(), cancellation);
        await WriteJsonAsync(directory, "executor.json", AllureExecutor.From(environment ?? (_ => null)), cancellation);
        if (run.NotJudged is not null || run.StaleWaivers.Count > 0)
        {
            var id = AllureId.Uuid(run.StartedAt.ToString("O", CultureInfo.InvariantCulture), "run");
            await WriteJsonAsync(directory, $"{id}-globals.json", ErrorsOfRun(run), cancellation);
        }
    }

    // What is wrong with the run and not with a case; Allure shows it apart.
    private static JsonObject ErrorsOfRun(RunResult run)
    {
        string[] messages =
        [
            .. run.NotJudged is { } reason ? [$"the target was not judged: {reason}"] : Array.Empty<string>(),
            .. run.StaleWaivers,
        ];
        var errors = messages.Select(message => new JsonObject { ["message"] = VisibleText.Line(message), ["timestamp"] = run.StartedAt.ToUnixTimeMilliseconds() });
        return new JsonObject { ["errors"] = new JsonArray([.. errors]), ["attachments"] = new JsonArray() };
    }

    private static void RemoveEarlier(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory).Where(file => AllureName().IsMatch(Path.GetFileName(file))))
        {
            File.Delete(file);
        }
    }

    private static JsonArray CategoriesJson()
    {
        var categories = new JsonArray();
        foreach (var (name, status, message) in Categories)
        {
            var category = new JsonObject { ["name"] = name, ["matchedStatuses"] = new JsonArray(status) };
            if (message is not null)
            {
                category["messageRegex"] = message;
            }

            categories.Add((JsonNode)category);
        }

        return categories;
    }

    private static Task WriteJsonAsync(string directory, string name, JsonNode json, CancellationToken cancellation) =>
        File.WriteAllTextAsync(Path.Combine(directory, name), json.ToJsonString(Indented), cancellation);

    [GeneratedRegex(@"^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-(result\.json|container\.json|globals\.json|attachment(\.[a-z]+)?)|environment\.properties|categories\.json|executor\.json)$")]
    private static partial Regex AllureName();
}
