using Conformance.Contract;
using static Conformance.Contract.Level;

namespace Conformance.Clients;

/// <summary>What a client makes of an answer.</summary>
internal static class AnswerRules
{
    private static readonly Scenario Extended = new("unknown-members", "messages and events have members that no documentation names")
    {
        Answer = request => request.Operation?.Id != "messages.create" || request.BodyFault is not null ? null
            : request.AsksForStream ? ScriptedMessage.End(ScriptedMessage.Begin(request, extended: true), extended: true)
            : ScriptedMessage.Extended(request),
    };

    /// <summary>The rules.</summary>
    public static IReadOnlyList<ClientRule> All { get; } =
    [
        new("client.unknown-members", Must, Snapshot.June2024, "Members that the client does not know do no harm",
            new(Documents.Versioning, "Versions",
                "However, we may do the following: Add additional optional inputs; Add additional values to the output"))
        {
            Scenarios = [Scenario.Plain, Extended],
            Judge = runs => runs.Judge(Extended, run => Noticing.Tolerated(run, "a success with unknown members in its answer")),
        },
        new("client.request-id", Should, Snapshot.May2025, "A client that fails shows the id of the request",
            new(Documents.Errors, "Request id", "Every API response includes a unique `request-id` header."))
        {
            Scenarios = [RetryRules.Refused],
            Judge = runs => runs.Judge(RetryRules.Refused, Shown),
        },
        new("client.refusal-noticed", Info, Snapshot.June2024, "A client that is refused fails",
            new(Documents.Errors, "HTTP errors",
                "400 - `invalid_request_error`: There was an issue with the format or content of your request."))
        {
            Scenarios = [RetryRules.Refused],
            Judge = runs => runs.Judge(RetryRules.Refused, run => run.Ending.Kind == ClientEndingKind.Elsewhere
                ? ClientFinding.NotSeen("the client was started elsewhere, and nobody saw how it ended")
                : (run.Ending.ExitCode == 0
                    ? ClientFinding.Broken("a failure after a 400", "it ended with exit code 0")
                    : ClientFinding.Kept("a failure after a 400", run.Ending.Words)) with { Deciding = run.Provoked.First() }),
        },
    ];

    private static ClientFinding Shown(ScenarioRun run)
    {
        const string expected = "the request-id of the refusal in what the client writes";
        return run.Ending.Kind == ClientEndingKind.Elsewhere
            ? ClientFinding.NotSeen("the client was started elsewhere, and nobody saw what it wrote")
            : (run.Provoked.Any(request => run.Ending.Output.Contains(request.RequestId, StringComparison.Ordinal))
                ? ClientFinding.Kept(expected, "it is there")
                : ClientFinding.Broken(expected, "it is not in what the client wrote to its standard streams")) with
            { Deciding = run.Provoked.First() };
    }
}
