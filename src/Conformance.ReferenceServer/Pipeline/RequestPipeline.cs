using Conformance.Reference.Resources;
using Conformance.Reference.Stages;
using Microsoft.AspNetCore.Connections;

namespace Conformance.Reference.Pipeline;

/// <summary>
/// The way of a request through the server: the stages in which it is judged, each of which may end it with an answer,
/// then the finishing of the answer, then the wire. A server that breaks one promise is this one
/// <c>with { Authenticate = … }</c>, or with another first, finishing or writing step.
/// </summary>
internal sealed record RequestPipeline
{
    /// <summary>Sees the request before every stage, and may rewrite it.</summary>
    public Func<ApiRequest, ValueTask> Receive { get; init; } = _ => ValueTask.CompletedTask;

    /// <summary>Finds the operation; 404.</summary>
    public Stage Route { get; init; } = Routing.Route;

    /// <summary>Refuses a method that the path does not have; 405.</summary>
    public Stage Method { get; init; } = Routing.Method;

    /// <summary>Checks the key and what it may do; 401, 403.</summary>
    public Stage Authenticate { get; init; } = Authentication.Check;

    /// <summary>Checks version and beta header; 400.</summary>
    public Stage Version { get; init; } = Versioning.Check;

    /// <summary>Checks what the key's organization has; 400, 403, 404.</summary>
    public Stage Entitle { get; init; } = Entitlement.Check;

    /// <summary>The limit of a request's body, in bytes.</summary>
    public Func<ApiRequest, long> Limit { get; init; } = SizeLimiting.Limit;

    /// <summary>Refuses a declared length over the limit; 413.</summary>
    public Stage Size { get; init; } = SizeLimiting.Check;

    /// <summary>Checks coding and media type of the body; 400.</summary>
    public Stage Media { get; init; } = BodyMedia.Check;

    /// <summary>Reads the body, counting; 400, 413.</summary>
    public Stage Body { get; init; } = BodyReading.Read;

    /// <summary>Does what the operation does; 404, 400, 200.</summary>
    public Stage Handle { get; init; } = Handling.Handle;

    /// <summary>Adds to an answer what every answer has.</summary>
    public Func<ApiRequest, Answer, Answer> Finish { get; init; } = Finishing.Finish;

    /// <summary>Puts an answer on the wire.</summary>
    public Func<ApiRequest, Answer, Task> Write { get; init; } = AnswerWriter.WriteAsync;

    /// <summary>Whether <see cref="Method"/> comes before <see cref="Authenticate"/>.</summary>
    public bool MethodFirst { get; init; } = true;

    /// <summary>The pipeline that keeps every promise, with the freedoms that the options take.</summary>
    /// <param name="options">The options of the server.</param>
    /// <param name="deviations">What breaks a promise of it, applied in this order.</param>
    public static RequestPipeline For(ReferenceServerOptions options, IEnumerable<Deviation> deviations) => deviations.Aggregate(
        new RequestPipeline { MethodFirst = options.MethodBeforeAuthentication }, (pipeline, deviation) => deviation.Bend(pipeline));

    /// <summary>Answers one request.</summary>
    public async Task RunAsync(HttpContext http, ReferenceServerOptions options, Store store)
    {
        using var request = new ApiRequest(http, options, store, Identifiers.Request(options));
        try
        {
            await Receive(request);
            var answer = await JudgeAsync(request);
            await Write(request, Finish(request, answer));
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException or OperationCanceledException)
        {
            // The client left, or broke HTTP itself; nobody is there to be answered.
            http.Abort();
        }
        catch (Exception) when (!http.Response.HasStarted)
        {
            var answer = Answers.Error(request, StatusCodes.Status500InternalServerError, "Internal server error");
            await Write(request, Finish(request, answer));
        }
    }

    private async Task<Answer> JudgeAsync(ApiRequest request)
    {
        foreach (var stage in Stages())
        {
            if (stage == Size)
            {
                request.Limit = Limit(request);
            }

            if (await stage(request) is { } answer)
            {
                return answer;
            }
        }

        throw new InvalidOperationException($"no stage answered {request.Operation}");
    }

    private IEnumerable<Stage> Stages()
    {
        yield return Route;
        yield return MethodFirst ? Method : Authenticate;
        yield return MethodFirst ? Authenticate : Method;
        yield return Version;
        yield return Entitle;
        yield return Size;
        yield return Media;
        yield return Body;
        yield return Handle;
    }
}
