using System.Diagnostics;
using Conformance.Reference;

namespace Conformance.Clients;

/// <summary>One run of a command in one scenario, with a server of its own.</summary>
internal static class ClientRun
{
    /// <summary>How long a connection may stay open after the client was interrupted.</summary>
    public static readonly TimeSpan LongestClosing = TimeSpan.FromSeconds(10);

    /// <summary>The most bytes of a body that are looked at: one more than any limit of a JSON operation but the Batch API's.</summary>
    public const int KeptOfBody = 33_554_433;

    // What the server has yet to see of a connection when its client is gone.
    private static readonly TimeSpan LongestFinish = TimeSpan.FromSeconds(5);

    /// <summary>Runs a command.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="options">The command and its time.</param>
    /// <param name="usual">How often the client sends its requests where nothing fails.</param>
    /// <param name="cancellation">Ends it, and the command.</param>
    /// <exception cref="ClientCheckException">The command cannot be started.</exception>
    public static async Task<ScenarioRun> RunAsync(
        Scenario scenario, ClientCheckOptions options, UsualRequests usual, CancellationToken cancellation)
    {
        var director = new ScenarioDirector(scenario, usual);
        var upstream = new Upstream { Director = arrival => director.Direct(arrival, arrival.Target), KeptOfBody = KeptOfBody };
        await using var server = await ReferenceServer.StartAsync(
            new ReferenceServerOptions { Upstream = upstream, AnyModel = true }, cancellation);
        var started = Stopwatch.GetTimestamp();
        using var client = ClientProcess.Start(options.Command, server.BaseUrl);
        var run = new ScenarioRun(scenario, [], ClientEnding.Elsewhere);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(options.Timeout);
            if (scenario.Interrupts)
            {
                run = await InterruptAsync(run, client, director, limit.Token);
            }
            else
            {
                await Task.WhenAny(client.EndAsync(limit.Token), director.Enough);
            }
        }
        finally
        {
            // Whatever happens, no command is left behind.
            run = run with
            {
                Ending = await client.EndingAsync(
                    director.Enough.IsCompleted || run.WasInterrupted ? ClientEndingKind.Stopped : ClientEndingKind.TimedOut),
            };
        }

        cancellation.ThrowIfCancellationRequested();
        await Task.WhenAll(director.Requests.Select(request => request.Arrival.Finished))
            .WaitAsync(LongestFinish, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return run with { Requests = director.Requests, Duration = Stopwatch.GetElapsedTime(started) };
    }

    private static async Task<ScenarioRun> InterruptAsync(
        ScenarioRun run, ClientProcess client, ScenarioDirector director, CancellationToken limit)
    {
        var end = client.EndAsync(limit);
        if (await Task.WhenAny(director.Provoked, end) == end)
        {
            return run;
        }

        var held = await director.Provoked;
        await Task.WhenAny(held.Hold.Reached, end);
        var interrupted = Stopwatch.GetTimestamp();
        if (end.IsCompleted || !client.Interrupt())
        {
            return run;
        }

        await held.Arrival.Closed.WaitAsync(LongestClosing, limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return run with
        {
            WasInterrupted = true,
            ClosedAfter = held.Arrival.ClosedAt is { } closed ? Stopwatch.GetElapsedTime(interrupted, closed) : null,
        };
    }
}
