using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Conformance.SelfTests.Pipelines;

/// <summary>The part of GitLab that hands out one file that a job kept, for its token.</summary>
internal sealed class ArtifactServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ArtifactServer(WebApplication application) => _application = application;

    /// <summary>Its address.</summary>
    public Uri Url => new(_application.Urls.Single());

    /// <summary>Starts it.</summary>
    /// <param name="target">Path and query that the file has.</param>
    /// <param name="token">The token of the job.</param>
    /// <param name="file">The file.</param>
    public static async Task<ArtifactServer> Start(string target, string token, string file)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        application.Run(async context =>
        {
            if (context.Request.Path + context.Request.QueryString == target && context.Request.Headers["JOB-TOKEN"] == token)
            {
                await context.Response.SendFileAsync(file);
            }
            else
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
            }
        });
        await application.StartAsync();
        return new ArtifactServer(application);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
