using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace Conformance.SelfTests.Reports.Browsing;

/// <summary>A directory served on loopback, for pages that fetch their own data.</summary>
internal sealed class StaticSite : IAsyncDisposable
{
    private readonly WebApplication _application;

    private StaticSite(WebApplication application) => _application = application;

    /// <summary>Where it is served.</summary>
    public string Url => _application.Urls.First();

    /// <summary>Serves a directory.</summary>
    public static async Task<StaticSite> Start(string directory)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        application.UseFileServer(new FileServerOptions
        {
            FileProvider = new PhysicalFileProvider(directory),
            StaticFileOptions = { ServeUnknownFileTypes = true, ContentTypeProvider = new FileExtensionContentTypeProvider() },
        });
        await application.StartAsync();
        return new StaticSite(application);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
