using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Conformance.SelfTests.FirstContact;

/// <summary>A server on a free port of the loopback address that answers every request as a test says, on Kestrel.</summary>
internal sealed class SmallServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private SmallServer(WebApplication application) => (_application, Url) = (application, new Uri(application.Urls.Single()));

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="answer">Answers a request.</param>
    public static async Task<SmallServer> Start(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        application.Run(answer);
        await application.StartAsync();
        return new SmallServer(application);
    }

    /// <summary>Starts a server that answers every request alike.</summary>
    /// <param name="status">The status.</param>
    /// <param name="mediaType">The media type; null for none.</param>
    /// <param name="body">The body, in which <c>{method}</c> and <c>{path}</c> are those of the request.</param>
    public static Task<SmallServer> Answering(int status, string? mediaType, string body) => Start(http =>
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = mediaType;
        return http.Response.WriteAsync(body
            .Replace("{method}", http.Request.Method, StringComparison.Ordinal)
            .Replace("{path}", http.Request.Path.Value, StringComparison.Ordinal));
    });

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }
}
