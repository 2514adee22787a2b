using System.Diagnostics;
using System.Text;
using Conformance.Suite.Running;

namespace Conformance.Suite.Examples;

/// <summary>Runs a program in a process of its own, in an empty directory, and ends all of it in time.</summary>
internal static class ExampleProcess
{
    private const int MostKept = 64 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Runs a program.</summary>
    /// <param name="interpreter">What runs it.</param>
    /// <param name="program">Its text.</param>
    /// <param name="environment">Variables beside those of this machine that say nothing about the target.</param>
    /// <param name="timeLimit">When it is ended if it has not come to its end.</param>
    public static async Task<ExampleRun> Run(
        Interpreter interpreter, string program, IReadOnlyDictionary<string, string> environment, TimeSpan timeLimit)
    {
        var directory = Directory.CreateTempSubdirectory("conformance-example-");
        try
        {
            if (interpreter.Package is { } package)
            {
                Link(directory, package);
            }

            using var process = Process.Start(Start(interpreter, directory.FullName, environment))!;
            return await Ended(process, interpreter.Prologue + program, timeLimit);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    // A program on standard input imports from its working directory, and Node.js from where a link leads.
    private static void Link(DirectoryInfo directory, string package)
    {
        var scope = directory.CreateSubdirectory("node_modules/@anthropic-ai");
        try
        {
            Directory.CreateSymbolicLink(Path.Combine(scope.FullName, "sdk"), package);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Skip.ToolMissing($"this machine lets nobody link to the npm package: {exception.Message}");
        }
    }

    private static ProcessStartInfo Start(Interpreter interpreter, string directory, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(interpreter.Path, interpreter.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
            WorkingDirectory = directory,
            CreateNoWindow = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsOfTheTarget).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["NO_COLOR"] = "1";
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    // Other keys and addresses than those of the run, and what would colour the output.
    private static bool IsOfTheTarget(string name) =>
        name.StartsWith("CONFORMANCE_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("ANTHROPIC_", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)
        || name is "FORCE_COLOR";

    private static async Task<ExampleRun> Ended(Process process, string program, TimeSpan timeLimit)
    {
        using var giveUp = new CancellationTokenSource(timeLimit);
        var output = new StringBuilder();
        var errors = new StringBuilder();
        var read = Task.WhenAll(Read(process.StandardOutput, output, giveUp.Token), Read(process.StandardError, errors, giveUp.Token));
        try
        {
            await Write(process.StandardInput, program);
            await process.WaitForExitAsync(giveUp.Token);
            await read;
            return new ExampleRun(process.ExitCode, output.ToString(), errors.ToString());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await read.ContinueWith(_ => { }, TaskScheduler.Default);
            return new ExampleRun(null, output.ToString(), errors.ToString());
        }
    }

    private static async Task Write(StreamWriter input, string program)
    {
        try
        {
            await input.WriteAsync(program);
            input.Close();
        }
        catch (IOException)
        {
            // It ended without reading its program; its exit code and its errors say why.
        }
    }

    private static async Task Read(StreamReader reader, StringBuilder kept, CancellationToken cancellationToken)
    {
        var buffer = new char[4096];
        for (int count; (count = await reader.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            kept.Append(buffer, 0, Math.Min(count, MostKept - kept.Length));
        }
    }
}
