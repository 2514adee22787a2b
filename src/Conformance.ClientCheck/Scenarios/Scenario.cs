using Conformance.Reference;

namespace Conformance.Clients;

/// <summary>One situation that a client is put into: it is run from beginning to end while the server behaves like this.</summary>
/// <param name="Name">Its name, as paths have it.</param>
/// <param name="Does">What the server does, as a sentence without a full stop.</param>
public sealed record Scenario(string Name, string Does)
{
    /// <summary>What a request is answered; null for what the reference server answers by itself.</summary>
    internal Func<ClientRequest, ScriptedAnswer?> Answer { get; init; } = _ => null;

    /// <summary>Whether it says nothing of a client that never asks for an event stream, and need not be run then.</summary>
    public bool NeedsStream { get; init; }

    /// <summary>Whether the client is interrupted, as by Ctrl+C, once its answer is held.</summary>
    public bool Interrupts { get; init; }

    /// <summary>The server keeps every promise, and streams slowly enough to see who leaves early.</summary>
    public static readonly Scenario Plain = new(
        "plain", "every answer is a success, and a stream pauses in the middle and before its last event")
    {
        Answer = request => request.AsksForStream ? ScriptedMessage.Whole(request) : null,
    };

    /// <summary>The first of all requests alike is answered with an error, those after it as ever.</summary>
    /// <param name="name">The name of the scenario.</param>
    /// <param name="status">The status of the error.</param>
    /// <param name="headers">Header fields of the error beside those that every answer has.</param>
    public static Scenario FailingOnce(string name, int status, params (string Name, string Value)[] headers) =>
        new(name, $"the first request is answered {status}{ScriptedError.Words(headers)}, the same one again as ever")
        {
            Answer = request => request is { Operation: not null, Attempt: 0 } ? ScriptedError.Answer(request, status, headers) : null,
        };

    /// <summary>Every request is answered with an error.</summary>
    /// <param name="name">The name of the scenario.</param>
    /// <param name="status">The status of the error.</param>
    public static Scenario FailingAlways(string name, int status) => new(name, $"every request is answered {status}")
    {
        Answer = request => request.Operation is null ? null : ScriptedError.Answer(request, status),
    };

    /// <summary>The first of all requests for a stream alike is answered by a script, those after it with a whole stream.</summary>
    /// <param name="name">The name of the scenario.</param>
    /// <param name="does">What the script does.</param>
    /// <param name="script">The script.</param>
    internal static Scenario Streaming(string name, string does, Func<ClientRequest, ScriptedAnswer> script) => new(name, does)
    {
        NeedsStream = true,
        Answer = request => !request.AsksForStream ? null : request.Attempt == 0 ? script(request) : ScriptedMessage.Whole(request),
    };

    /// <inheritdoc />
    public override string ToString() => Name;
}
