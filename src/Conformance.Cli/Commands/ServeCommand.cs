using System.CommandLine;
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
        var command = new Command(
            "serve",
            "Serves the HTTP contract of the Claude API from memory until Ctrl+C. Any key that begins with sk-ant- is valid.")
        {
            urls,
            deviations,
        };
        command.SetAction(
            (parsed, cancellation) => ServeAsync(parsed.GetRequiredValue(urls), parsed.GetRequiredValue(deviations), cancellation));
        return command;
    }

    private static async Task<int> ServeAsync(string url, string[] deviations, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            throw new FormatException($"'{url}' is not an address to listen on; write http://127.0.0.1:8080");
        }

        var options = new ReferenceServerOptions
        {
            Url = address,
            Deviations = [.. deviations.SelectMany(names => names.Split(',', StringSplitOptions.TrimEntries))],
        };
        await using var server = await ReferenceServer.StartAsync(options, cancellation);
        Console.WriteLine($"Listening on {server.BaseUrl}");
        await server.WaitAsync(cancellation);
        return 0;
    }
}
