using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Conformance.SelfTests.Examples;

/// <summary>
/// The least of a server that the examples can run against: it names a model and answers every message, unless a test says otherwise.
/// </summary>
internal sealed class ExampleTarget : IAsyncDisposable
{
    /// <summary>The model that it names, unless told otherwise.</summary>
    public const string PlainModel = "claude-of-the-test";

    private readonly WebApplication _application;

    private ExampleTarget(WebApplication application) => _application = application;

    /// <summary>Where it listens.</summary>
    public Uri BaseUrl => new(_application.Urls.First());

    /// <summary>The requests for messages that it received.</summary>
    public ConcurrentQueue<ReceivedMessage> Received { get; } = new();

    /// <summary>Starts one.</summary>
    /// <param name="model">The only model it names.</param>
    /// <param name="otherwise">Answers a request for a message by itself, and says that it did.</param>
    public static async Task<ExampleTarget> Start(string model = PlainModel, Func<HttpContext, Task<bool>>? otherwise = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        var target = new ExampleTarget(application);
        application.Run(context => target.Answer(context, model, otherwise));
        await application.StartAsync();
        return target;
    }

    /// <summary>Answers with an error in the documented envelope.</summary>
    public static async Task<bool> Refuse(HttpContext context, int status, string type, string message)
    {
        await Write(context, status, new { type = "error", error = new { type, message }, request_id = (string?)null });
        return true;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private static async Task Write(HttpContext context, int status, object body)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.ContentType = "application/json";
        await context.Response.WriteAsync(JsonSerializer.Serialize(body));
    }

    private async Task Answer(HttpContext context, string model, Func<HttpContext, Task<bool>>? otherwise)
    {
        if (context.Request.Method == "GET")
        {
            await Write(
                context,
                200,
                new
                {
                    data = new[] { new { type = "model", id = model, display_name = model } },
                    has_more = false,
                    first_id = model,
                    last_id = model,
                });
            return;
        }

        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        Received.Enqueue(new ReceivedMessage(
            context.Request.Path.Value!, context.Request.Headers.ToDictionary(
                field => field.Key.ToLowerInvariant(), field => field.Value.ToString()), body.RootElement.Clone()));
        if (otherwise is null || !await otherwise(context))
        {
            await Write(context, 200, Message(model));
        }
    }

    private static object Message(string model) => new
    {
        id = "msg_of_the_test",
        type = "message",
        role = "assistant",
        model,
        content = new[] { new { type = "text", text = "Hello!" } },
        stop_reason = "end_turn",
        stop_sequence = (string?)null,
        usage = new { input_tokens = 1, output_tokens = 1 },
    };
}
