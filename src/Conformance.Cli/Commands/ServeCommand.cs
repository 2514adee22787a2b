using System.CommandLine;
using Conformance.Clients;
using Conformance.Gateway;
using Conformance.Reference;

namespace Conformance.Cli.Commands;

/// <summary><c>conformance serve</c>: the reference server, or the reference gateway in front of another, until Ctrl+C.</summary>
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
        var gateway = new Option<string?>("--gateway")
        {
            Description = "Serves the reference gateway alone: it forwards to this base URL and changes nothing, keys included.",
            HelpName = "upstream",
        };
        var checks = new Option<bool>("--check-clients")
        {
            Description = "Judges the clients that call it, and writes the report when it is stopped; prints an address for each scenario.",
        };
        var output = OutputDirectory.Option("Where --check-clients writes its report.");
        var command = new Command(
            "serve",
            "Serves the HTTP contract of the Claude API from memory until Ctrl+C. Any key that begins with sk-ant- is valid. "
            + "With --gateway it serves nothing by itself, and forwards.")
        {
            urls,
            deviations,
            gateway,
            checks,
            output,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var url = Address(parsed.GetRequiredValue(urls), "to listen on; write http://127.0.0.1:8080");
            var names = parsed.GetRequiredValue(deviations).SelectMany(each => each.Split(',', StringSplitOptions.TrimEntries)).ToList();
            return parsed.GetValue(gateway) is { } upstream
                ? ForwardAsync(url, Address(upstream, "to forward to; write http://127.0.0.1:9000"), names, cancellation)
                : ServeAsync(url, names, parsed.GetValue(checks) ? parsed.GetRequiredValue(output) : null, cancellation);
        });
        return command;
    }

    private static Uri Address(string text, string what) => Uri.TryCreate(text, UriKind.Absolute, out var address)
        ? address
        : throw new FormatException($"'{text}' is not an address {what}");

    private static async Task<int> ForwardAsync(Uri url, Uri upstream, List<string> deviations, CancellationToken cancellation)
    {
        var options = new ReferenceGatewayOptions(upstream) { Url = url, Deviations = deviations };
        await using var gateway = await ReferenceGateway.StartAsync(options, cancellation);
        Console.WriteLine($"Listening on {gateway.BaseUrl}");
        await gateway.WaitAsync(cancellation);
        return 0;
    }

    private static async Task<int> ServeAsync(Uri url, List<string> deviations, string? checkedInto, CancellationToken cancellation)
    {
        var check = checkedInto is null ? null : new LiveClientCheck(new ClientCheckOptions { Secrets = CheckedClient.Secrets });
        var options = new ReferenceServerOptions
        {
            Url = url,
            Upstream = check?.Upstream,
            Deviations = deviations,
        };
        await using var server = await ReferenceServer.StartAsync(options, cancellation);
        Console.WriteLine($"Listening on {server.BaseUrl}");
        Console.WriteLine("Its own keys, which are public and open nothing else:");
        Console.WriteLine($"  export CONFORMANCE_API_KEY={ReferenceKeys.Api}");
        Console.WriteLine($"  export CONFORMANCE_ADMIN_API_KEY={ReferenceKeys.Admin} CONFORMANCE_OAUTH_TOKEN={ReferenceKeys.OAuth}");
        foreach (var scenario in check is null ? [] : LiveClientCheck.Scenarios.Where(scenario => scenario != Scenario.Plain))
        {
            Console.WriteLine($"  {server.BaseUrl}{LiveClientCheck.Path[1..]}/{scenario.Name}  {scenario.Does}");
        }

        await server.WaitAsync(cancellation);
        return check is null ? 0 : await CheckedClient.WriteAsync(check.Result(), checkedInto!);
    }
}
