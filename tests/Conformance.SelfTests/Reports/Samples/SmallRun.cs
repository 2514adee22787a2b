using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reporting.Results;

namespace Conformance.SelfTests.Reports.Samples;

/// <summary>A run of a few cases, put together one by one, over the operations of the contract.</summary>
internal sealed class SmallRun
{
    private readonly List<ExchangeInfo> _exchanges = [];
    private readonly List<CaseResult> _cases = [];

    /// <summary>Adds a case with one exchange, which decided it.</summary>
    /// <param name="rule">The id of the rule.</param>
    /// <param name="operation">The id of the operation; null for none.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="body">The body of the answer.</param>
    /// <param name="headers">The header fields of the answer; without them it has a request-id and is JSON.</param>
    /// <param name="change">What else is particular.</param>
    public SmallRun With(
        string rule, string? operation, Verdict verdict, int status = 200, string body = "{}", HeaderInfo[]? headers = null,
        Func<CaseResult, CaseResult>? change = null)
    {
        var id = $"x{_exchanges.Count + 1}";
        _exchanges.Add(new ExchangeInfo(
            id,
            new RequestInfo("POST", "https://gateway.example/v1/messages", "1.1", [], new BodyInfo(2, "{}", false), 2),
            new ResponseInfo(
                status, "", "1.1", headers ?? [new("request-id", $"req_{id}"), new("content-type", "application/json")],
                body.Length == 0 ? null : new BodyInfo(body.Length, body, false)),
            "answered", null, 1, new TimingInfo(1, 2, 3)));
        var result = new CaseResult(
            $"{rule}:{operation}", rule, operation, null, verdict, null, null, null, null, 1,
            new SortedDictionary<string, JsonNode?>(), [id], id);
        result = change?.Invoke(result) ?? result;
        _cases.Add(result with { Id = result.Variant is { } variant ? $"{result.Id}[{variant}]" : result.Id });
        return this;
    }

    /// <summary>Adds a case that was not judged.</summary>
    public SmallRun Without(string rule, string? operation, Verdict verdict, Reason reason, string? message = null)
    {
        _cases.Add(
            new CaseResult(
                $"{rule}:{operation}",
                rule,
                operation,
                null,
                verdict,
                reason,
                message ?? ReasonText.Of(reason),
                null,
                null,
                1,
                [],
                [],
                null));
        return this;
    }

    /// <summary>The run.</summary>
    public RunResult Result => new(
        new SuiteInfo("1.0.0"),
        new TargetInfo("https://gateway.example", false, [], ["1.1"]),
        [],
        new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero),
        1_000,
        Summary.Of(_cases),
        [
            .. Operations.All.Select(
                operation =>
                    new OperationInfo(operation.Id, operation.Method, operation.Path, operation.Group.ToString().ToLowerInvariant()))
        ],
        [
            .. _cases.Select(result => result.Rule).Distinct().Select(
                rule => new RuleInfo(rule, "MUST", $"The rule {rule}", "2024-06", [], new Clause("d", "s", "q")))
        ],
        _exchanges,
        _cases);
}
