using System.Runtime.InteropServices;
using Conformance.Reporting.Results;

namespace Conformance.Suite.Running;

/// <summary>
/// SIGINT and SIGTERM, from the first instant: the first ends the run with the report of what was done and nothing left on the
/// target; the second ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>128 and the number of SIGINT: what a shell makes of a process that a signal ended.</summary>
    private const int Killed = 130;

    // Longer than both together nobody waits who has pressed a key.
    private static readonly TimeSpan ForCleaningUp = TimeSpan.FromMilliseconds(1000);
    private static readonly TimeSpan ForReports = TimeSpan.FromMilliseconds(700);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<int> _code = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PosixSignalRegistration[] _registrations = [];
    private Run? _run;
    private Reports? _reports;
    private bool _isInterrupted;
    private object? _listener;

    /// <summary>Begins to listen. Called again, it is asked before whoever has begun to listen since.</summary>
    public void Listen()
    {
        // The new ones first: where nobody listens, even for a moment, a signal ends the process. What both hear counts once.
        var (earlier, listener) = (_registrations, new object());
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Interrupt(signal, listener)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Interrupt(signal, listener)),
        ];
        lock (_gate)
        {
            _listener = listener;
        }

        Release(earlier);
    }

    /// <summary>Names what is to be ended.</summary>
    public void Guard(Run run, Reports reports)
    {
        lock (_gate)
        {
            (_run, _reports) = (run, reports);
        }
    }

    /// <summary>What the process ends with: the exit code of the run, or of its interruption once that has written its report.</summary>
    /// <param name="code">The exit code of the run where nobody interrupted it.</param>
    public Task<int> Settle(int code)
    {
        lock (_gate)
        {
            return _isInterrupted ? _code.Task : Task.FromResult(code);
        }
    }

    /// <inheritdoc />
    public void Dispose() => Release(_registrations);

    private static void Release(PosixSignalRegistration[] registrations)
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }
    }

    private void Interrupt(PosixSignalContext signal, object listener)
    {
        signal.Cancel = true;
        lock (_gate)
        {
            if (_listener is not null && _listener != listener)
            {
                return;
            }

            _listener ??= listener;
            if (_isInterrupted)
            {
                Environment.Exit(Killed);
            }

            _isInterrupted = true;
        }

        // A thread of its own: neither that of the signal, so that a second one is heard, nor one of the pool, which cases occupy.
        new Thread(EndProcess) { IsBackground = false }.Start();
    }

    private void EndProcess()
    {
        var code = RunVerdict.NotJudged;
        try
        {
            code = End().GetAwaiter().GetResult();
        }
        finally
        {
            _code.SetResult(code);
            _run?.End.Settled();
            Environment.Exit(code);
        }
    }

    private async Task<int> End()
    {
        if (_run is not { } run || _reports is not { } reports)
        {
            Reports.Say(Console.Error, "conformance: the run was interrupted before anything was sent");
            return RunVerdict.NotJudged;
        }

        run.End.Set(ReasonKind.Interrupted, "the run was interrupted");
        using var patience = new CancellationTokenSource(ForCleaningUp);
        await run.CleanUp(patience.Token);
        reports.Hurry(ForReports);
        return await reports.Write();
    }
}
