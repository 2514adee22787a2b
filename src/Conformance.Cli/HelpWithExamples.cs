using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Conformance.Cli;

/// <summary>The help of a command, and below it what its exit code says and examples.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, (string[] ExitCodes, string[] Examples)> Pages = new()
    {
        ["check"] = (
            [
                "0  cases ran, and none is fail or error",
                "2  the client breaks a promise, or a waiver is stale",
                "3  nothing is broken, but something could not be judged, or the check ended early",
                "4  the client could not be judged at all: it sent nothing, or fails where nothing is wrong",
                "5  the arguments cannot be used, or the command cannot be started",
                "1  an output could not be written, or holds a secret",
            ],
            [
                "conformance check -- node app.mjs",
                "conformance check --concurrency 4 --output reports -- dotnet run --no-build",
                "conformance check --rules 'client.re*' --strict -- ./client.sh",
            ]),
        ["compare"] = (
            [
                "0  no later run is worse than the first",
                "1  a later run fails, or could not judge, what the first does not",
                "2  a file cannot be read",
            ],
            [
                "conformance compare yesterday/results.json today/results.json",
                "conformance compare direct=runs/api gateway=runs/gw --output reports",
                "conformance compare nginx/ haproxy/ caddy/ envoy/",
            ]),
        ["merge"] = (
            [
                "0  the whole run is green",
                "1  it is not",
                "2  the files are not shards of one run, or an output could not be written",
            ],
            [
                "conformance merge shard-1/results.json shard-2/results.json",
                "conformance merge shard-*/ --output reports",
            ]),
        ["report"] = (
            [
                "0  every output is written, whatever the run found",
                "2  the file cannot be read, or an output could not be written",
            ],
            [
                "conformance report results.json --output reports",
                "conformance report today/results.json --baseline yesterday/results.json",
            ]),
        ["rules"] = (
            [
                "0  the rules are listed",
                "2  the file cannot be read",
            ],
            [
                "conformance rules",
                "conformance rules > RULES.md",
                "conformance rules reports/results.json --markdown",
            ]),
        ["run"] = (
            [
                "0  cases ran, none is fail or error, no waiver is stale",
                "2  a promise is broken, or a waiver is stale",
                "3  nothing is broken, but something could not be judged, or the run ended early",
                "4  the target could not be judged at all: not there, key refused, nothing of the API at the address",
                "5  settings, waivers or arguments cannot be used; nothing was sent",
                "1  a fault of the suite itself",
            ],
            [
                "conformance run",
                "conformance run --base-url https://gateway.example/anthropic --operations served",
                "conformance run --base-url http://127.0.0.1:8080 --rules size.*,auth.* --waivers waivers.json",
                "conformance run --settings runsettings.xml --shard 2/4 --report-directory shard-2",
            ]),
        ["serve"] = (
            [
                "0  stopped",
                "2  the address cannot be listened on",
            ],
            [
                "conformance serve",
                "conformance serve --urls http://127.0.0.1:0",
                "conformance serve --check-clients --output reports",
                "conformance serve --gateway http://127.0.0.1:9000",
            ]),
    };

    /// <inheritdoc />
    public override bool ClearsParseErrors => true;

    /// <summary>Puts this help in the place of the ordinary one.</summary>
    public static void AddTo(RootCommand command)
    {
        foreach (var option in command.Options.OfType<HelpOption>())
        {
            option.Action = new HelpWithExamples((HelpAction)option.Action!);
        }
    }

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        var result = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (Pages.TryGetValue(parseResult.CommandResult.Command.Name, out var page))
        {
            Write(output, "Exit codes:", page.ExitCodes);
            Write(output, "Examples:", page.Examples);
        }
        else
        {
            Write(output, "Examples:", [.. Pages.Values.Select(of => of.Examples[0])]);
        }

        return result;
    }

    private static void Write(TextWriter output, string heading, string[] lines)
    {
        output.WriteLine(heading);
        foreach (var line in lines)
        {
            output.WriteLine($"  {line}");
        }

        output.WriteLine();
    }
}
