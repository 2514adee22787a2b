using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Conformance.SelfTests.Rules;

/// <summary>A server that gives one and the same answer to every request, after it has read it, with nothing in it.</summary>
internal sealed class BlankTarget : IAsyncDisposable
{
    private readonly WebApplication _application;

    private BlankTarget(WebApplication application, Uri baseUrl)
    {
        _application = application;
        BaseUrl = baseUrl;
    }

    /// <summary>Its base URL.</summary>
    public Uri BaseUrl { get; }

    /// <summary>Starts one on a free port of loopback.</summary>
    /// <param name="status">The status of every answer.</param>
    /// <param name="contentType">The label of every answer; null for none.</param>
    /// <param name="body">The body of every answer, which may be empty.</param>
    public static async Task<BlankTarget> Start(int status, string? contentType, string body)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var application = builder.Build();
        application.Run(async http =>
        {
            await http.Request.Body.CopyToAsync(Stream.Null);
            http.Response.StatusCode = status;
            http.Response.ContentType = contentType;
            http.Response.ContentLength = Encoding.UTF8.GetByteCount(body);
            await http.Response.WriteAsync(body);
        });
        await application.StartAsync();
        return new BlankTarget(application, new Uri(application.Urls.First()));
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
