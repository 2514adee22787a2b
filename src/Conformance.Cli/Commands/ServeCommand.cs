using System.CommandLine;
using Conformance.Clients;
using Conformance.Reference;

namespace Conformance.Cli.Commands;

/// <summary><c>conformance serve</c>: the reference server, until Ctrl+C.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var urls = new Option<string>("--urls")
        {
            Description = "The address to listen on; port 0 takes a free one.",
            HelpName = "http://address:port",
            DefaultValueFactory = _ => "http://127.0.0.1:8080",
        };
        var deviations = new Option<string[]>("--deviation")
        {
            Description = "A promise to break, by the name of the deviation; may be given several times, or several separated by commas.",
            HelpName = "name",
            DefaultValueFactory = _ => [],
        };
        var checks = new Option<bool>("--check-clients")
        {
            Description = "Judges the clients that call it, and writes the report when it is stopped; prints an address for each scenario.",
        };
        var output = OutputDirectory.Option("Where --check-clients writes its report.");
        var command = new Command(
            "serve",
            "Serves the HTTP contract of the Claude API from memory until Ctrl+C. Any key that begins with sk-ant- is valid.")
        {
            urls,
            deviations,
            checks,
            output,
        };
        command.SetAction(
            (parsed, cancellation) => ServeAsync(
                parsed.GetRequiredValue(urls), parsed.GetRequiredValue(deviations),
                parsed.GetValue(checks) ? parsed.GetRequiredValue(output) : null, cancellation));
        return command;
    }

    private static async Task<int> ServeAsync(string url, string[] deviations, string? checkedInto, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            throw new FormatException($"'{url}' is not an address to listen on; write http://127.0.0.1:8080");
        }

        var check = checkedInto is null ? null : new LiveClientCheck(new ClientCheckOptions { Secrets = CheckedClient.Secrets });
        var options = new ReferenceServerOptions
        {
            Url = address,
            Upstream = check?.Upstream,
            Deviations = [.. deviations.SelectMany(names => names.Split(',', StringSplitOptions.TrimEntries))],
        };
        await using var server = await ReferenceServer.StartAsync(options, cancellation);
        Console.WriteLine($"Listening on {server.BaseUrl}");
        foreach (var scenario in check is null ? [] : LiveClientCheck.Scenarios.Where(scenario => scenario != Scenario.Plain))
        {
            Console.WriteLine($"  {server.BaseUrl}{LiveClientCheck.Path[1..]}/{scenario.Name}  {scenario.Does}");
        }

        await server.WaitAsync(cancellation);
        return check is null ? 0 : await CheckedClient.WriteAsync(check.Result(), checkedInto!);
    }
}
