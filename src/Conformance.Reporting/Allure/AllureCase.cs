using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Reporting.Causes;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Allure;

/// <summary>One case in Allure's result format.</summary>
internal sealed class AllureCase(RunResult run, CaseResult result, RuleInfo? rule, string? owner)
{
    private const string Epic = "HTTP contract of the Claude API";

    private readonly List<(string Name, string Content)> _attachments = [];

    public string Uuid { get; } = AllureId.Uuid(run, result.Id);

    /// <summary>The files that <see cref="Json"/> names, by name.</summary>
    public IReadOnlyList<(string Name, string Content)> Attachments => _attachments;

    /// <summary>The content of <c>uuid-result.json</c>.</summary>
    public JsonObject Json()
    {
        // The results hold how long a case took, not when it began.
        var start = run.StartedAt.ToUnixTimeMilliseconds();
        var promise = $"{result.Rule}:{result.Operation}";
        return new JsonObject
        {
            ["uuid"] = Uuid,
            ["historyId"] = AllureId.History(result.Id),
            ["testCaseId"] = AllureId.History(promise),
            ["fullName"] = VisibleText.Line(result.Id),
            ["name"] = VisibleText.Line(result.Id),
            ["titlePath"] = Strings(Family, result.Rule),
            ["description"] = Description(),
            ["status"] = AllureStatus.Of(result.Verdict),
            ["statusDetails"] = StatusDetails(),
            ["stage"] = "finished",
            ["start"] = start,
            ["stop"] = start + Milliseconds(result.DurationMs),
            ["labels"] = Labels(),
            ["links"] = Links(),
            ["parameters"] = Parameters(("operation", result.Operation), ("variant", result.Variant), ("level", rule?.Level)),
            ["steps"] = Steps(start),
            ["attachments"] = new JsonArray(),
        };
    }

    private string Family => result.Rule.Split('.')[0];

    private string Description()
    {
        if (rule is null)
        {
            return "";
        }

        var source = rule.Source;
        return $"{MarkdownText.Plain(rule.Title)}\n\n> {MarkdownText.Plain(source.Quote, limit: 2_000)}\n\n"
            + MarkdownText.Plain($"{source.Document}, {source.Section}");
    }

    private JsonObject StatusDetails()
    {
        var message = VisibleText.Line(result.Message);
        return new JsonObject
        {
            ["message"] = result.Verdict is Verdict.Warn or Verdict.Info && message.Length > 0
                ? $"{result.Verdict.ToString().ToLowerInvariant()}: {message}"
                : message,
            ["trace"] = Trace(),
            ["known"] = result.Verdict == Verdict.Waived,
            ["muted"] = false,
            ["flaky"] = result.Flaky || result.Intermittent is not null,
        };
    }

    private string Trace()
    {
        if (result.Verdict is Verdict.Pass or Verdict.Skip)
        {
            return "";
        }

        var text = new StringBuilder();
        if (result.Expected is { } expected)
        {
            text.Append("expected: ").Append(VisibleText.Line(expected)).Append('\n');
        }

        if (Unsteady.Words(result) is { } unsteady)
        {
            text.Append("not the same every time: ").Append(unsteady).Append('\n');
        }

        if (result.Came is { } came)
        {
            text.Append("came to: ").Append(VisibleText.Line(came)).Append('\n');
        }

        foreach (var (name, value) in result.Observed)
        {
            text.Append(VisibleText.Line(name)).Append(": ").Append(VisibleText.Line(value?.ToString() ?? "null")).Append('\n');
        }

        return text.ToString();
    }

    private JsonArray Labels()
    {
        var operation = run.Operations.FirstOrDefault(candidate => candidate.Id == result.Operation);
        List<(string Name, string? Value)> labels =
        [
            ("epic", Epic),
            ("feature", Family),
            ("story", rule?.Title ?? result.Rule),
            ("severity", AllureStatus.Severity(rule?.Level)),
            ("parentSuite", Family),
            ("suite", result.Rule),
            ("subSuite", operation?.Group),
            ("owner", owner),
            ("framework", "Conformance"),
            ("layer", "api"),
            ("tag", rule?.Level),
            ("tag", rule?.Since),
            ("tag", result.Verdict is Verdict.Warn or Verdict.Info or Verdict.Waived ? result.Verdict.ToString().ToLowerInvariant() : null),
            ("tag", result.Reason?.Fault is { } fault ? $"fault: {fault.ToString().ToLowerInvariant()}" : null),
        ];
        return new JsonArray(
            [.. labels.Where(label => !string.IsNullOrEmpty(label.Value)).Select(label => Pair(label.Name, label.Value!))]);
    }

    private JsonArray Links() => rule is null ? [] : new JsonArray(new JsonObject
    {
        ["type"] = "link",
        ["name"] = VisibleText.Line($"{rule.Source.Document}: {rule.Source.Section}"),
        ["url"] = ClauseLink.Of(rule.Source).AbsoluteUri,
    });

    private JsonArray Steps(long start)
    {
        var steps = new JsonArray();
        foreach (var (index, exchange) in run.ExchangesOf(result).Index())
        {
            var stop = start + Milliseconds(exchange.Timings.TotalMs);
            // A file of its own even where many cases share the exchange: Allure 3 gives a file to one result, and the others
            // "missed" it. Of a kept promise the exchange that was judged is enough: thousands of files cost more than the run.
            var isShown = result.Verdict is not (Verdict.Pass or Verdict.Skip) || exchange.Id == result.Deciding;
            var attachments = new JsonArray();
            if (isShown)
            {
                var attachment = $"{AllureId.Uuid(Uuid, index.ToString(CultureInfo.InvariantCulture))}-attachment.txt";
                _attachments.Add((attachment, ExchangeText.Of(exchange)));
                attachments.Add((JsonNode)new JsonObject { ["name"] = "HTTP exchange", ["source"] = attachment, ["type"] = "text/plain" });
            }

            steps.Add((JsonNode)new JsonObject
            {
                ["name"] = ExchangeText.Line(exchange),
                ["status"] = StepStatus(exchange, exchange.Id == result.Deciding),
                ["stage"] = "finished",
                ["start"] = start,
                ["stop"] = stop,
                ["parameters"] = Parameters(
                    ("outcome", exchange.Outcome),
                    ("bytes sent", exchange.Request.BytesSent.ToString("N0", CultureInfo.InvariantCulture)),
                    ("attempts", exchange.Attempts > 1 ? exchange.Attempts.ToString(CultureInfo.InvariantCulture) : null)),
                ["steps"] = new JsonArray(),
                ["attachments"] = attachments,
            });
            start = stop;
        }

        return steps;
    }

    // One without an answer that did not decide is never what the case asserts.
    private string StepStatus(ExchangeInfo exchange, bool decided) =>
        decided ? AllureStatus.Of(result.Verdict) : exchange.Response is null ? AllureStatus.Broken : AllureStatus.Passed;

    private static JsonArray Parameters(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var array = new JsonArray();
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                array.Add((JsonNode)Pair(name, value));
            }
        }

        return array;
    }

    private static JsonObject Pair(string name, string value) => new() { ["name"] = name, ["value"] = VisibleText.Line(value) };

    private static JsonArray Strings(params ReadOnlySpan<string> values)
    {
        var array = new JsonArray();
        foreach (var value in values)
        {
            array.Add((JsonNode)JsonValue.Create(VisibleText.Line(value))!);
        }

        return array;
    }

    private static long Milliseconds(double duration) => (long)Math.Ceiling(duration);
}
