using System.Diagnostics;
using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Suite.Preflight;
using Conformance.Wire;

namespace Conformance.Suite.Running;

/// <summary>
/// A target that is away for a while, as one that is started anew: the cases that met nothing but its absence wait together until
/// it answers again, and are then judged once more.
/// </summary>
/// <param name="run">The run.</param>
internal sealed class Absence(Run run)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(5);
    private static readonly Operation Read = Operations.Find("models.list");

    private readonly Lock _gate = new();
    private Task<bool> _waiting = Task.FromResult(true);
    private long _seenAway;

    /// <summary>Whether a case was not judged for a reason that a target has that is away.</summary>
    public static bool Explains(CaseOutcome outcome) => outcome.Reason?.Kind is ReasonKind.Refused or ReasonKind.Reset
        or ReasonKind.Timeout or ReasonKind.Edge or ReasonKind.Overloaded;

    /// <summary>Waits until the target answers, no longer than the setting Timeout says.</summary>
    /// <param name="since">A timestamp of <see cref="Stopwatch"/>.</param>
    /// <returns>Whether it was away at some time since then, and answers now.</returns>
    /// <exception cref="OperationCanceledException">The run ended.</exception>
    public async Task<bool> IsOver(long since)
    {
        Task<bool> waiting;
        lock (_gate)
        {
            waiting = _waiting = _waiting.IsCompleted ? Wait() : _waiting;
        }

        return await waiting && Volatile.Read(ref _seenAway) >= since;
    }

    private async Task<bool> Wait()
    {
        FirstContact.Enter(run, Read);
        var started = Stopwatch.GetTimestamp();
        while (!await Answers())
        {
            Volatile.Write(ref _seenAway, Stopwatch.GetTimestamp());
            if (Stopwatch.GetElapsedTime(started) >= run.Settings.Timeout)
            {
                return false;
            }

            await Task.Delay(Pause, run.End.Token);
        }

        return true;
    }

    private async Task<bool> Answers()
    {
        var exchange = await run.Target.TrySend(Target.WithoutKey(run.Target.Probe(Read)) with
        {
            OwnConnection = true,
            Retries = RetryOn.Nothing,
            Timeout = TimeSpan.FromTicks(Math.Min(LongestAnswer.Ticks, run.Settings.Timeout.Ticks)),
        });
        return Unjudgeable.Why(exchange, JudgedOutcomes.None) is not { Kind: not ReasonKind.RateLimited };
    }
}
