using System.Text;
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
public sealed partial class AllureResults : IOutput
{
    /// <inheritdoc />
    public string Name => "allure-results";

    /// <inheritdoc />
    public string Description => "for allure generate";

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

    /// <summary>
    /// Writes the directory, without the cases that the settings do not claim. Of what an earlier run left there under
    /// Allure's names nothing stays; other files do.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="directory">The directory; made where it is not there.</param>
    /// <param name="owner">The value of the label <c>owner</c>; null leaves the label out.</param>
    /// <param name="environment">Reads an environment variable, to name the CI job; null where none is wanted.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <returns>The paths of the files.</returns>
    /// <exception cref="IOException">A file cannot be written or removed.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(
        RunResult run, string directory, string? owner =
            null, Func<string, string?>? environment = null, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(directory);
        var earlier = Directory.EnumerateFiles(directory).Where(file => AllureName().IsMatch(Path.GetFileName(file))).ToHashSet();
        List<string> written = [];
        foreach (var (name, content) in Files(run, owner, environment))
        {
            var path = Path.Combine(directory, name);
            written.Add(path);
            await WriteOverAsync(path, content, cancellation);
            earlier.Remove(path);
        }

        foreach (var file in earlier)
        {
            File.Delete(file);
        }

        return written;
    }

    private static IEnumerable<(string Name, string Content)> Files(RunResult run, string? owner, Func<string, string?>? environment)
    {
        var rules = run.Rules.DistinctBy(rule => rule.Id).ToDictionary(rule => rule.Id);
        foreach (var result in run.Cases.Where(result => !Claim.LeavesOut(result)))
        {
            var test = new AllureCase(run, result, rules.GetValueOrDefault(result.Rule), owner);
            yield return ($"{test.Uuid}-result.json", Text(test.Json()));
            foreach (var attachment in test.Attachments)
            {
                yield return attachment;
            }
        }

        yield return ("environment.properties", AllureEnvironment.Of(run));
        yield return ("categories.json", Text(CategoriesJson()));
        yield return ("executor.json", Text(AllureExecutor.From(environment ?? (_ => null))));
        if (run.NotJudged is not null || run.StaleWaivers.Count + run.Leftovers.Count > 0)
        {
            yield return ($"{AllureId.Uuid(run, "run")}-globals.json", Text(ErrorsOfRun(run)));
        }
    }

    // A file that is emptied before it is written again costs a file system its delayed allocation (ext4(5), auto_da_alloc):
    // a millisecond for each of ten thousand.
    private static async Task WriteOverAsync(string path, string content, CancellationToken cancellation)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        await using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        await file.WriteAsync(bytes, cancellation);
        if (file.Length > bytes.Length)
        {
            file.SetLength(bytes.Length);
        }
    }

    // What is wrong with the run and not with a case; Allure shows it apart.
    private static JsonObject ErrorsOfRun(RunResult run)
    {
        string[] messages =
        [
            .. run.NotJudged is { } reason ? [$"the target was not judged: {reason}"] : Array.Empty<string>(),
            .. run.StaleWaivers,
            .. run.Leftovers.Select(left => $"left over: {left.What}; remove it: {left.Command}"),
        ];
        var errors = messages.Select(
            message => new JsonObject { ["message"] = VisibleText.Line(message), ["timestamp"] = run.StartedAt.ToUnixTimeMilliseconds() });
        return new JsonObject { ["errors"] = new JsonArray([.. errors]), ["attachments"] = new JsonArray() };
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

    private static string Text(JsonNode json) => json.ToJsonString(Indented);

    [GeneratedRegex(
        @"^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-(result\.json|container\.json|globals\.json|attachment(\.[a-z]+)?)"
            + @"|environment\.properties|categories\.json|executor\.json)$")]
    private static partial Regex AllureName();

    async Task<IReadOnlyList<string>> IOutput.WriteAsync(
        RunResult run, string path, ReportOptions options, CancellationToken cancellation)
    {
        return await WriteAsync(run, path, options.Owner, options.Environment, cancellation);
    }
}
