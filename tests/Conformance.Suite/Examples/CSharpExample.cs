using Anthropic;
using Anthropic.Models.Messages;

namespace Conformance.Suite.Examples;

/// <summary>
/// The example that the official C# SDK prints under "Getting started", with the base URL, the key and the model
/// replaced. Beside them it is given a console of its own, and connections that no proxy of the machine is in.
/// </summary>
internal static class CSharpExample
{
    public static async Task Run(string baseUrl, string apiKey, string model, HttpClient connections, TextWriter console)
    {
        AnthropicClient client = new() { BaseUrl = baseUrl, ApiKey = apiKey, HttpClient = connections };

        MessageCreateParams parameters = new()
        {
            MaxTokens = 1024,
            Messages =
            [
                new UserMessageParam("Hello, Claude")
            ],
            Model = model,
        };

        var message = await client.Messages.Create(parameters);

        console.WriteLine(message);
    }
}
