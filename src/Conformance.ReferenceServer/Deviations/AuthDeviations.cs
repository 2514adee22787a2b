using Conformance.Contract;
using Conformance.Reference.Bodies;
using Conformance.Reference.Pipeline;
using Conformance.Reference.Stages;

namespace Conformance.Reference;

/// <summary>What goes wrong with keys.</summary>
internal static class AuthDeviations
{
    private const int Unauthorized = StatusCodes.Status401Unauthorized;

    private static readonly string[] NoValidKey =
    [
        "auth.missing-key", "auth.empty-key", "auth.invalid-key", "auth.near-key", "auth.invalid-bearer"
    ];

    public static IEnumerable<Deviation> All { get; } =
    [
        new("auth-403", "A missing or invalid key is answered 403.", "envoyproxy/gateway#5180")
        {
            Rules = NoValidKey,
            Masks = ["headers.organization-id-on-401", "organization-id-dropped-on-401", "key-echoed"],
            Bend = pipeline =>
                pipeline.Rewriting(IsUnauthorized, (request, answer) => answer.Become(request, StatusCodes.Status403Forbidden)),
        },
        new("auth-502", "A missing or invalid key is answered 502.", "apache/apisix#11180")
        {
            Rules = NoValidKey,
            Masks = ["headers.organization-id-on-401", "organization-id-dropped-on-401", "key-echoed"],
            Bend = pipeline =>
                pipeline.Rewriting(IsUnauthorized, (request, answer) => answer.Become(request, StatusCodes.Status502BadGateway)),
        },
        new("any-key", "Any key is accepted.", "OmniRoute#3134")
        {
            Rules = ["auth.invalid-key", "auth.near-key", "auth.invalid-bearer"],
            Bend = pipeline => pipeline.Receiving(request =>
            {
                if (Authentication.ValidKey(request.Http.Request.Headers) is null
                    && (XApiKey(request) is { Length: > 0 } || BearerToken(request) is { Length: > 0 }))
                {
                    LetIn(request);
                }
            }),
        },
        new("missing-key-accepted", "No key is needed.", "OmniRoute#3134")
        {
            Rules = ["auth.missing-key"],
            Masks =
            [
                "auth.key-in-query", "auth.refused-before-body", "headers.organization-id-on-401", "key-in-query", "auth-after-body",
                "organization-id-dropped-on-401"
            ],
            Bend = pipeline => pipeline.Receiving(request =>
            {
                if (XApiKey(request) is null && BearerToken(request) is null)
                {
                    LetIn(request);
                }
            }),
        },
        new("empty-key-accepted", "An empty key is let in.", "a check that the header is there")
        {
            Rules = ["auth.empty-key"],
            Records = ["auth.empty-key-with-bearer"],
            Bend = pipeline => pipeline.Receiving(request =>
            {
                if (XApiKey(request) is "")
                {
                    LetIn(request);
                }
            }),
        },
        new("key-swapped", "An invalid key is replaced by the gateway's own.", "gh-aw-firewall#1454")
        {
            Rules = ["auth.invalid-key", "auth.near-key"],
            Bend = pipeline => pipeline.Receiving(request =>
            {
                if (XApiKey(request) is { Length: > 0 } && Authentication.ValidKey(request.Http.Request.Headers) is null)
                {
                    LetIn(request);
                }
            }),
        },
        new("bearer-any", "Any bearer token is accepted.", "BerriAI/litellm#29609")
        {
            Rules = ["auth.invalid-bearer"],
            Bend = pipeline => pipeline.Receiving(request =>
            {
                if (XApiKey(request) is null && BearerToken(request) is { Length: > 0 }
                    && Authentication.ValidKey(request.Http.Request.Headers) is null)
                {
                    LetIn(request);
                }
            }),
        },
        new("bearer-only", "x-api-key is ignored, a bearer token is needed.", "vllm-project/vllm#51572")
        {
            Rules = ["auth.valid-key"],
            Examples = ["example.curl", "example.python", "example.typescript"],
            Masks = ["*"],
            Bend = pipeline => pipeline.Receiving(request => request.Http.Request.Headers.Remove(HeaderNames.ApiKey)),
        },
        new("bearer-refused", "The key is accepted in x-api-key only.", "aws-samples/sample-kolya-br-proxy#35")
        {
            Rules = ["auth.bearer-accepted"],
            Examples = ["example.typescript-1", "example.csharp"],
            Bend = pipeline => pipeline.Receiving(request => request.Http.Request.Headers.Authorization = default),
        },
        new("bearer-refused-on-admin", "The Admin API accepts the key in x-api-key only.", "gateways with two key checks")
        {
            Rules = ["auth.bearer-accepted"],
            Bend = pipeline => pipeline.Receiving(request =>
            {
                if (IsAdmin(request))
                {
                    request.Http.Request.Headers.Authorization = default;
                }
            }),
        },
        new(
            "both-refused",
            "A request with x-api-key and a bearer token is refused, even when they agree.",
            "checks for ambiguous credentials")
        {
            Rules = ["auth.both-agreeing"],
            Records = ["auth.both-disagreeing"],
            Bend = pipeline => pipeline.Receiving(request =>
            {
                if (XApiKey(request) is { Length: > 0 } && BearerToken(request) is not null)
                {
                    Forget(request);
                }
            }),
        },
        new(
            "bearer-wins",
            "Where x-api-key and the bearer token disagree, the bearer token counts.",
            "gateways that look at authorization first")
        {
            Records = ["auth.both-disagreeing", "auth.empty-key-with-bearer"],
            Bend = pipeline => pipeline.Receiving(request =>
            {
                if (BearerToken(request) is { Length: > 0 })
                {
                    request.Http.Request.Headers.Remove(HeaderNames.ApiKey);
                }
            }),
        },
        new("open-models", "The models are public though keys are set.", "ggml-org/llama.cpp")
        {
            Rules = NoValidKey,
            Bend = pipeline => pipeline.Receiving(request =>
            {
                if (request.Path.StartsWith("/v1/models", StringComparison.Ordinal))
                {
                    LetIn(request);
                }
            }),
        },
        new("open-token-counting", "One operation asks for no key: Token Counting.", "allowlists of free endpoints")
        {
            Rules = NoValidKey,
            Bend = pipeline => pipeline.Receiving(request =>
            {
                if (request.Path == "/v1/messages/count_tokens")
                {
                    LetIn(request);
                }
            }),
        },
        new("auth-case-sensitive", "X-API-KEY is not recognised.", "hand-written header maps")
        {
            Rules = ["auth.header-name-case"],
            Bend = pipeline => pipeline.Receiving(request =>
            {
                var headers = request.Http.Request.Headers;
                if (
                    headers.Keys.Any(
                        name => name != HeaderNames.ApiKey && name.Equals(HeaderNames.ApiKey, StringComparison.OrdinalIgnoreCase)))
                {
                    headers.Remove(HeaderNames.ApiKey);
                }
            }),
        },
        new("key-in-query", "A key in the query is accepted.", "debugging leftovers")
        {
            Rules = ["auth.key-in-query"],
            Bend = pipeline => pipeline.Receiving(request =>
            {
                if (XApiKey(request) is null && BearerToken(request) is null && request.Query("key") is { } key)
                {
                    request.Http.Request.Headers[HeaderNames.ApiKey] = key;
                }
            }),
        },
        new("admin-any-key", "The Admin API takes an ordinary key.", "gateways with one kind of key")
        {
            Rules = ["auth.admin-needs-admin-key"],
            Bend = pipeline => pipeline.Receiving(request =>
            {
                if (IsAdmin(request) && Authentication.ValidKey(request.Http.Request.Headers) is not null)
                {
                    LetIn(request);
                }
            }),
        },
        new("auth-after-body", "The key is looked at when the whole body was read.", "middleware that parses bodies first")
        {
            Rules = ["auth.refused-before-body"],
            Masks = ["size.answer-delivered"],
            Bend = pipeline => pipeline with
            {
                Authenticate = async request =>
                {
                    if (Authentication.ValidKey(request.Http.Request.Headers) is null)
                    {
                        await BodyStream.DiscardAsync(request.Http.Request.Body, request.Http.RequestAborted);
                        request.BodyEnded = true;
                    }

                    return await pipeline.Authenticate(request);
                },
            },
        },
        new("valid-key-refused", "One operation answers 401 to every key: the list of batches.", "permissions by route")
        {
            Rules = ["auth.valid-key", "auth.bearer-accepted"],
            Bend = pipeline => pipeline with
            {
                Version = async request => request.Is("batches.list")
                    ? Answers.Error(request, StatusCodes.Status401Unauthorized, "This key may not list batches")
                    : await pipeline.Version(request),
            },
        },
    ];

    private static bool IsUnauthorized(int status) => status == Unauthorized;

    private static bool IsAdmin(ApiRequest request) => Routing.Key(request.Path) == KeyKind.Admin;

    private static string? XApiKey(ApiRequest request) =>
        request.Http.Request.Headers.TryGetValue(HeaderNames.ApiKey, out var values) ? values.ToString() : null;

    private static string? BearerToken(ApiRequest request) =>
        request.Http.Request.Headers.Authorization.ToString() is ['B' or 'b', ..] value ? value["Bearer".Length..].Trim() : null;

    // As a gateway that has a key of its own and puts it on the request.
    private static void LetIn(ApiRequest request)
    {
        Forget(request);
        var kind = Routing.Key(request.Path);
        if (kind == KeyKind.OAuth)
        {
            request.Http.Request.Headers.Authorization = "Bearer " + ReferenceKeys.OAuth;
        }
        else
        {
            request.Http.Request.Headers[HeaderNames.ApiKey] = kind == KeyKind.Admin ? ReferenceKeys.Admin : ReferenceKeys.Api;
        }
    }

    private static void Forget(ApiRequest request)
    {
        request.Http.Request.Headers.Remove(HeaderNames.ApiKey);
        request.Http.Request.Headers.Authorization = default;
    }
}
