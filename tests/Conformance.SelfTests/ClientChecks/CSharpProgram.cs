using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;

namespace Conformance.SelfTests.ClientChecks;

/// <summary>What a user of the official C# client writes; this executable is it when it is started with <see cref="Switch"/>.</summary>
internal static class CSharpProgram
{
    /// <summary>The first argument.</summary>
    public const string Switch = "--csharp-client";

    /// <summary>Streams a message, with address and key from the environment.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> Run()
    {
        using var client = new AnthropicClient();
        var message = new MessageCreateParams { Model = "claude-haiku-4-5", MaxTokens = 16, Messages = [new UserMessageParam("Hi")] };
        try
        {
            await foreach (var streamed in client.Messages.CreateStreaming(message))
            {
                Console.WriteLine(streamed.Json);
            }

            return 0;
        }
        catch (Exception exception) when (exception is AnthropicException or IOException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync(exception.ToString());
            return 1;
        }
    }
}
