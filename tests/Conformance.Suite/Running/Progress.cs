using System.Diagnostics;

namespace Conformance.Suite.Running;

/// <summary>
/// Says how far a long run is: often where somebody watches, sparsely in a log. A run that is soon over is not spoken of.
/// </summary>
internal sealed class Progress : IDisposable
{
    /// <summary>How often a line is added where somebody watches.</summary>
    public static readonly TimeSpan WhereSomebodyWatches = TimeSpan.FromSeconds(10);

    /// <summary>How often a line is added to what is read later.</summary>
    public static readonly TimeSpan InLogs = TimeSpan.FromSeconds(30);

    /// <summary>How often one is written over the one before.</summary>
    public static readonly TimeSpan InPlace = TimeSpan.FromSeconds(2);

    private readonly Run _run;
    private readonly Action<string> _say;
    private readonly ITimer _timer;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly int _planned;
    private TimeSpan _waitedBefore;

    /// <summary>Begins to speak of a run, whose cases are about to be judged.</summary>
    /// <param name="run">The run.</param>
    /// <param name="say">Takes a line.</param>
    /// <param name="pause">How long it says nothing between two lines, and before the first.</param>
    /// <param name="time">The clock.</param>
    public Progress(Run run, Action<string> say, TimeSpan pause, TimeProvider time)
    {
        (_run, _say) = (run, say);
        _planned = run.Claimed.Count();
        _timer = time.CreateTimer(_ => Speak(), null, pause, pause);
    }

    /// <summary>Whether the command line leaves it on: without <c>--progress off</c> and <c>--no-progress</c>.</summary>
    public static bool IsWanted { get; } = IsWantedBy(Environment.GetCommandLineArgs());

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    /// <summary>One line about a run that is under way.</summary>
    /// <param name="judged">Cases judged so far.</param>
    /// <param name="planned">Cases in all.</param>
    /// <param name="requests">Requests sent so far, repeated ones included.</param>
    /// <param name="elapsed">How long the run has judged cases.</param>
    /// <param name="waited">How long requests that had to be repeated have waited since the line before.</param>
    public static string Line(int judged, int planned, long requests, TimeSpan elapsed, TimeSpan waited)
    {
        // Cases send as many requests on the average: nobody knows how many before they are sent.
        var all = judged == 0 ? requests : Math.Max(requests, requests * planned / judged);
        var left = judged == 0 ? "" : $", about {Words(elapsed * ((double)(planned - judged) / judged))} left";
        var waiting = waited > TimeSpan.Zero ? $"; requests to repeat (429, 503, 529 or no connection) waited {Words(waited)}" : "";
        var rate = requests / elapsed.TotalSeconds;
        return FormattableString.Invariant(
            $"{judged:N0} of {planned:N0} cases judged, {requests:N0} of about {all:N0} requests sent, {rate:N1}/s{left}{waiting}");
    }

    private static bool IsWantedBy(string[] arguments) =>
        !arguments.Contains("--no-progress") && !arguments.Contains("--progress=off") && !arguments.Contains("--progress:off")
        && !arguments.Zip(arguments.Skip(1)).Contains(("--progress", "off"));

    private static string Words(TimeSpan time) => time < TimeSpan.FromMinutes(2)
        ? FormattableString.Invariant($"{Math.Ceiling(time.TotalSeconds):0} s")
        : FormattableString.Invariant($"{Math.Ceiling(time.TotalMinutes):0} min");

    private void Speak()
    {
        var waited = _run.WaitedForRetries;
        _say(Line(_run.Judged, _planned, _run.RequestsSent, Stopwatch.GetElapsedTime(_started), waited - _waitedBefore));
        _waitedBefore = waited;
    }
}
