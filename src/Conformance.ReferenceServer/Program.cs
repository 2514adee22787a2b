using System.CommandLine;
using Conformance.Reference;

var urls = new Option<Uri>("--urls")
{
    Description = "The address to listen on; port 0 takes a free one.",
    HelpName = "http://address:port",
    DefaultValueFactory = _ => new Uri("http://127.0.0.1:8080"),
    CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) ? url : Refuse(result),
};
var deviations = new Option<string[]>("--deviation")
{
    Description = "A promise to break, by the name of the deviation; may be given several times, or several separated by commas.",
    HelpName = "name",
    DefaultValueFactory = _ => [],
};
var command = new RootCommand("Serves the HTTP contract of the Claude API from memory and keeps every promise of it.") { urls, deviations };
command.SetAction((arguments, stop) => ServeAsync(
    new ReferenceServerOptions
    {
        Url = arguments.GetRequiredValue(urls),
        Deviations = [.. arguments.GetRequiredValue(deviations).SelectMany(names => names.Split(',', StringSplitOptions.TrimEntries))],
    },
    stop));

var parsed = command.Parse(args);
return parsed.Errors.Count > 0 ? Fail(parsed.Errors[0].Message) : await parsed.InvokeAsync();

static Uri? Refuse(System.CommandLine.Parsing.ArgumentResult result)
{
    result.AddError($"'{result.Tokens[0].Value}' is not an address to listen on; write http://127.0.0.1:8080");
    return null;
}

static async Task<int> ServeAsync(ReferenceServerOptions options, CancellationToken stop)
{
    try
    {
        await using var server = await ReferenceServer.StartAsync(options, stop);
        Console.WriteLine($"Listening on {server.BaseUrl}");
        await server.WaitAsync(stop);
        return 0;
    }
    catch (Exception e) when (e is IOException or FormatException)
    {
        return Fail(e.Message);
    }
}

static int Fail(string message)
{
    Console.Error.WriteLine(message);
    return 1;
}
