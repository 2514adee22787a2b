using System.Collections.Concurrent;
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
        var rules = run.Rules.DistinctBy(rule => rule.Id).ToDictionary(rule => rule.Id);
        var written = new ConcurrentBag<string>();

        // Ten thousand small files: they are made side by side, and to wait for each costs more than to write it.
        await Parallel.ForEachAsync(run.Cases.Where(result => !Claim.LeavesOut(result)), cancellation, (result, _) =>
        {
            Write(Files(new AllureCase(run, result, rules.GetValueOrDefault(result.Rule), owner)));
            return ValueTask.CompletedTask;
        });
        Write(Files(run, environment));
        foreach (var file in earlier.Except(written))
        {
            File.Delete(file);
        }

        return [.. written.Order(StringComparer.Ordinal)];

        void Write(IEnumerable<(string Name, byte[] Content)> files)
        {
            foreach (var (name, content) in files)
            {
                var path = Path.Combine(directory, name);
                WriteOver(path, content);
                written.Add(path);
            }
        }
    }

    private static IEnumerable<(string Name, byte[] Content)> Files(AllureCase test)
    {
        yield return ($"{test.Uuid}-result.json", JsonSerializer.SerializeToUtf8Bytes(test.Json()));
        foreach (var (name, content) in test.Attachments)
        {
            yield return (name, Encoding.UTF8.GetBytes(content));
        }
    }

    private static IEnumerable<(string Name, byte[] Content)> Files(RunResult run, Func<string, string?>? environment)
    {
        yield return ("environment.properties", Encoding.UTF8.GetBytes(AllureEnvironment.Of(run)));
        yield return ("categories.json", Text(CategoriesJson()));
        yield return ("executor.json", Text(AllureExecutor.From(environment ?? (_ => null))));
        if (run.NotJudged is not null || run.StaleWaivers.Count + run.Leftovers.Count > 0)
        {
            yield return ($"{AllureId.Uuid(run, "run")}-globals.json", Text(ErrorsOfRun(run)));
        }
    }

    // A file that is emptied before it is written again costs a file system its delayed allocation (ext4(5), auto_da_alloc):
    // a millisecond for each of ten thousand.
    private static void WriteOver(string path, byte[] content)
    {
        using var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write);
        RandomAccess.Write(file, content, fileOffset: 0);
        RandomAccess.SetLength(file, content.Length);
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

    private static byte[] Text(JsonNode json) => JsonSerializer.SerializeToUtf8Bytes(json, Indented);

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
