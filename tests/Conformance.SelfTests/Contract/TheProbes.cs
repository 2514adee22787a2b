using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Web;
using Conformance.Contract;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Contract;

/// <summary>
/// The probes against the types of the official TypeScript client: body and query of each are what the types allow, so that
/// nothing but the resource is refused; those that are to be refused for their body are not.
/// </summary>
public sealed partial class TheProbes
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    [Test]
    public async Task Are_what_the_types_of_the_TypeScript_client_allow()
    {
        TheOfficialClients.RequirePackage();
        var compiler = Path.Combine(Home(), "node_modules", ".bin", "tsc");
        if (!File.Exists(compiler))
        {
            Assert.Ignore("tests/Conformance.SelfTests/Contract/Types has no node_modules: run npm ci there");
        }

        var directory = Directory.CreateTempSubdirectory("conformance-types-");
        try
        {
            var program = Program(out var checkedProbes);
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "probes.ts"), program);

            var (exitCode, output) = await Run(compiler, directory.FullName);

            output.Should().BeEmpty("tsc names each probe that the types do not allow");
            exitCode.Should().Be(0);
            Operations.Every.Where(operation => operation.Takes != RequestMedia.Multipart && !IsOfOldDocuments(operation))
                .Where(operation => !checkedProbes.Contains(operation.Id))
                .Should().BeEmpty("every other probe was looked at");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    // "The list of requests must not be empty" is no matter of types.
    private static bool IsRefusedForItsType(Operation operation) =>
        operation.ProbeKind == ProbeKind.RefusedBody && operation.Id != "batches.create";

    private static bool IsOfOldDocuments(Operation operation) =>
        operation.Id is "completions.create" or "usage.messages" or "usage.claude_code" or "cost.report" or "batches.results";

    // One line for each: `tsc` names the line, and the constant on it is the operation.
    private static string Program(out IReadOnlyCollection<string> operations)
    {
        var seen = new HashSet<string>();
        var program = new StringBuilder("type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;\n");
        var package = TypeScriptCall.Package();
        foreach (var (call, index) in TypeScriptCall.Read(Path.Combine(package, "src", "resources"), ".ts").Select((call, i) => (call, i)))
        {
            var operation = Operations.Every.Single(one => $"{one.Method} {Id().Replace(one.Path, "{}")}" == call.Pair);
            if (operation.Takes == RequestMedia.Multipart)
            {
                continue;
            }

            seen.Add(operation.Id);
            if (call.Parameters is null)
            {
                operation.ProbeJson.Should().BeNull($"{operation} takes nothing in {call.File}");
                operation.ProbeQuery.Should().BeEmpty($"{operation} takes nothing in {call.File}");
                continue;
            }

            var names = string.Join(" | ", call.Names.Select(name => $"'{name}'").DefaultIfEmpty("never"));
            program.Append($"import type {{ {call.Parameters} as P{index} }} from '{package}/resources/{call.File}.js';\n");
            program.Append(IsRefusedForItsType(operation) ? "// @ts-expect-error\n" : "");
            program.Append($"export const {operation.Id.Replace('.', '_')}_{index}: Without<P{index}, {names}> = {Given(operation)};\n");
        }

        operations = seen;
        return program.ToString();
    }

    private static string Given(Operation operation)
    {
        var given = operation.ProbeJson is { } json ? JsonNode.Parse(json)!.AsObject() : [];
        var query = HttpUtility.ParseQueryString(operation.ProbeQuery);
        foreach (var name in query.AllKeys)
        {
            given[name!] = query[name];
        }

        return given.ToJsonString();
    }

    private static async Task<(int ExitCode, string Output)> Run(string compiler, string directory)
    {
        string[] options =
            ["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom", "--types", ""];
        var start = new ProcessStartInfo(compiler, [.. options, "probes.ts"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        using var process = Process.Start(start)!;
        var run = await ProgramRun.EndOf(process, Longest, "tsc");
        return (run.ExitCode, run.Said);
    }

    [GeneratedRegex(@"\{[a-z_]+\}")]
    private static partial Regex Id();

    private static string Home([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Types");
}
