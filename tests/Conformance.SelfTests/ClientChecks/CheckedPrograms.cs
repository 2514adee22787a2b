using System.Diagnostics;
using System.Runtime.CompilerServices;
using Conformance.Reference;
using NUnit.Framework;

namespace Conformance.SelfTests.ClientChecks;

/// <summary>The programs that the tests check, as command lines.</summary>
internal static class CheckedPrograms
{
    /// <summary>The small client, with one thing wrong or nothing.</summary>
    public static string[] Small(params string[] switches) => ["node", Script("client.mjs"), .. switches];

    /// <summary>A program of the official TypeScript client.</summary>
    /// <param name="way"><c>stream</c>, <c>helper</c> or <c>message</c>.</param>
    public static string[] TypeScript(string way)
    {
        var package = Path.GetFullPath(Path.Combine(Here(), "../../Conformance.Suite/Examples/node_modules/@anthropic-ai/sdk"));
        if (!Directory.Exists(package))
        {
            Assert.Ignore("tests/Conformance.Suite/Examples has no node_modules: run npm ci there");
        }

        return ["node", Script("sdk.mjs"), package, way];
    }

    /// <summary>A program of the official C# client.</summary>
    public static string[] CSharp() => [Path.Combine(AppContext.BaseDirectory, "Conformance.SelfTests"), CSharpProgram.Switch];

    /// <summary>The curl of the documentation, which shows what came and fails where the status says so.</summary>
    /// <param name="options">Further options of curl.</param>
    /// <param name="stream">Whether it asks for a stream.</param>
    public static string[] Curl(string options, bool stream) =>
    [
        "bash", "-c",
        $$"""
        exec curl --silent --show-error --no-buffer --fail-with-body {{options}} "$ANTHROPIC_BASE_URL/v1/messages" \
          --header "x-api-key: $ANTHROPIC_API_KEY" --header "anthropic-version: 2023-06-01" --header "content-type: application/json" \
          --data '{"model":"claude-haiku-4-5","max_tokens":16,"stream":{{(stream ? "true" : "false")}},
                   "messages":[{"role":"user","content":"Hi"}]}'
        """,
    ];

    /// <summary>Starts the small client as somebody would who does not use the check's own command.</summary>
    public static Process Start(string baseUrl, params string[] switches)
    {
        var start = new ProcessStartInfo("node", Small(switches).Skip(1)) { RedirectStandardError = true };
        start.Environment["ANTHROPIC_BASE_URL"] = baseUrl;
        start.Environment["ANTHROPIC_API_KEY"] = ReferenceKeys.Api;
        return Process.Start(start)!;
    }

    private static string Script(string name) => Path.Combine(Here(), "Programs", name);

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
