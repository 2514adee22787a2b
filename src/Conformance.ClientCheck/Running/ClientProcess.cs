using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Conformance.Reference;

namespace Conformance.Clients;

/// <summary>A command that was started as a client of a server.</summary>
internal sealed class ClientProcess : IDisposable
{
    // More than any client says of one failure, and as much again of the end.
    private const int MostKept = 1024 * 1024;
    private const string LeftOut = "\n…\n";

    // Names the run to what the command starts and leaves behind.
    private const string RunVariable = "CONFORMANCE_CHECKED_RUN";

    // What the command left running may hold its streams open for ever.
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(2);

    private static readonly string[] OwnProxies = ["no_proxy", "NO_PROXY"];

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly string run;
    private readonly Task read;

    private ClientProcess(Process process, string run)
    {
        this.process = process;
        this.run = run;
        process.StandardInput.Close();
        read = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    /// <summary>Starts a command.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="baseUrl">The server that its environment names.</param>
    /// <exception cref="ClientCheckException">There is no such program, or it cannot be run.</exception>
    public static ClientProcess Start(IReadOnlyList<string> command, Uri baseUrl)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var environment = start.Environment;

        // Whatever else names a target or a credential: a client must not send its user's own key here.
        foreach (var name in environment.Keys.Where(IsOfTheTarget).ToList())
        {
            environment.Remove(name);
        }

        var address = baseUrl.ToString().TrimEnd('/');
        environment["ANTHROPIC_BASE_URL"] = environment["CONFORMANCE_BASE_URL"] = address;
        environment["ANTHROPIC_API_KEY"] = environment["CONFORMANCE_API_KEY"] = ReferenceKeys.Api;
        foreach (var name in OwnProxies)
        {
            environment[name] = environment.TryGetValue(name, out var others) && others is { Length: > 0 }
                ? $"{others},{baseUrl.Host}" : baseUrl.Host;
        }

        var run = Guid.NewGuid().ToString("n");
        environment[RunVariable] = run;
        try
        {
            return new ClientProcess(Process.Start(start)!, run);
        }
        catch (Win32Exception exception)
        {
            throw new ClientCheckException($"'{command[0]}' cannot be started: {exception.Message}");
        }
        catch (InvalidOperationException)
        {
            throw new ClientCheckException($"'{command[0]}' cannot be started: it is no program");
        }
    }

    /// <summary>Completes when it ended by itself.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task EndAsync(CancellationToken cancellation) => process.WaitForExitAsync(cancellation);

    /// <summary>Interrupts it and what it started, as Ctrl+C does.</summary>
    /// <returns>Whether this system has a way to do that.</returns>
    public bool Interrupt() => ProcessTree.Interrupt(process.Id);

    /// <summary>How it ended; ends it where it did not.</summary>
    /// <param name="otherwise">What ends it.</param>
    public async Task<ClientEnding> EndingAsync(ClientEndingKind otherwise)
    {
        var ended = process.HasExited;
        if (!ended)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        ProcessTree.EndAllWith(RunVariable, run);
        await read.WaitAsync(LongestRest).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (output)
        {
            return new ClientEnding(ended ? ClientEndingKind.Ended : otherwise, ended ? process.ExitCode : null, output.ToString());
        }
    }

    /// <inheritdoc />
    public void Dispose() => process.Dispose();

    private static bool IsOfTheTarget(string name) =>
        name.StartsWith("ANTHROPIC_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("CONFORMANCE_", StringComparison.OrdinalIgnoreCase);

    private async Task ReadAsync(StreamReader reader)
    {
        var buffer = new char[4096];
        for (int count; (count = await reader.ReadAsync(buffer)) > 0;)
        {
            lock (output)
            {
                output.Append(buffer, 0, count);
                if (output.Length > 4 * MostKept)
                {
                    output.Remove(MostKept, output.Length - (2 * MostKept)).Insert(MostKept, LeftOut);
                }
            }
        }
    }
}
