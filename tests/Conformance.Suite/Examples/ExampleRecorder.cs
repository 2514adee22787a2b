using System.Collections.Immutable;
using System.Net;
using Conformance.Contract;
using Conformance.Suite.Running;
using Conformance.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Conformance.Suite.Examples;

/// <summary>
/// Stands between an example and the target: hands on each request as it is and each answer as it is, and keeps both as
/// evidence of the case. The target is reached as the rest of the run reaches it, so its TLS, the gateway's own header
/// fields and a target that is limited or lost mean what they mean everywhere.
/// </summary>
internal sealed class ExampleRecorder : IAsyncDisposable
{
    // RFC 9110, section 7.6.1: fields of one connection; and those that frame a body, which is framed anew.
    private static readonly string[] OfTheConnection =
        [
            "connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "http2-settings",
            "content-length", "expect", "host"
        ];

    private readonly WebApplication _application;
    private readonly CaseContext _context;
    private readonly Target _target;
    private readonly string _prefix;

    private ExampleRecorder(WebApplication application, CaseContext context, Target target)
    {
        _application = application;
        _context = context;
        _target = target;
        _prefix = new Uri(target.BaseUrl).AbsolutePath.TrimEnd('/');
    }

    /// <summary>The base URL for the example: the path prefix of the target's, on the loopback address.</summary>
    public string BaseUrl => _application.Urls.First() + _prefix;

    /// <summary>Whether the example sent anything below the base URL.</summary>
    public bool WasReached { get; private set; }

    /// <summary>The last exchange; null where the example sent nothing.</summary>
    public Exchange? Last { get; private set; }

    /// <summary>Why the target was not judged; null where every request came to an answer.</summary>
    public NotJudgedException? NotJudged { get; private set; }

    /// <summary>Starts a recorder for a case and returns when it accepts connections.</summary>
    public static async Task<ExampleRecorder> Start(CaseContext context, Target target)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.RequestHeaderEncodingSelector = kestrel.ResponseHeaderEncodingSelector = _ => System.Text.Encoding.Latin1;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var application = builder.Build();
        var recorder = new ExampleRecorder(application, context, target);
        application.Run(recorder.HandOn);
        await application.StartAsync();
        return recorder;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private static bool IsOfTheConnection(string name) => OfTheConnection.Contains(name, StringComparer.OrdinalIgnoreCase);

    private async Task HandOn(HttpContext context)
    {
        // The server's own flow of control belongs to no case yet.
        CaseContext.Enter(_context);
        var request = await Received(context);
        try
        {
            if (NotJudged is null && request is not null)
            {
                Last = await _target.Send(request);
                await Answer(context.Response, Last.Response!);
                return;
            }
        }
        catch (NotJudgedException exception)
        {
            NotJudged = exception;
        }

        context.Abort();
    }

    // Null for a request that leaves the base URL.
    private async Task<Request?> Received(HttpContext context)
    {
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (!path.StartsWith(_prefix + "/", StringComparison.Ordinal))
        {
            return null;
        }

        WasReached = true;
        var fields = context.Request.Headers.Where(field => !IsOfTheConnection(field.Key))
            .SelectMany(field => field.Value.Select(value => new HeaderField(field.Key, value ?? ""))).ToImmutableList();
        var request = new Request(
            context.Request.Method, path[_prefix.Length..], fields, body.Length > 0 ? RequestBody.Of(body.ToArray()) : null)
        {
            KeepBytes = int.MaxValue,
        };
        return CarriesTheKey(request) ? _target.WithExtraHeaders(request) : request;
    }

    // What a gateway asks for beside the key goes only with requests of the example, not with those of others on this machine.
    private bool CarriesTheKey(Request request)
    {
        var key = _target.KeyFor(KeyKind.Api);
        return request.Header(HeaderNames.ApiKey) == key || request.Header(HeaderNames.Authorization) == $"Bearer {key}";
    }

    private static async Task Answer(HttpResponse answer, Response response)
    {
        answer.StatusCode = response.Status;
        foreach (var field in response.Headers.Where(field => !IsOfTheConnection(field.Name)))
        {
            answer.Headers.Append(field.Name, field.Value);
        }

        if (!response.Body.IsEmpty)
        {
            answer.ContentLength = response.Body.Length;
            await answer.Body.WriteAsync(response.Body);
        }
    }
}
