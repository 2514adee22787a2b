using System.Collections.Concurrent;
using Conformance.Contract;
using Conformance.Reference.Pipeline;

namespace Conformance.Reference;

/// <summary>What goes wrong with the header fields of answers.</summary>
internal static class HeaderDeviations
{
    private const string OtherOrganization = "0d9f1c52-7a3e-4f6b-8c11-2f3b5a7d9e40";
    private const int Rarely = 100;

    private static readonly string[] NoRequestId =
    [
        "headers.request-id", "headers.request-id-on-413", "stream.request-id", "headers.request-id-on-405",
        "headers.request-id-on-unknown-route"
    ];

    private static readonly string[] NoOrganizationId =
        ["headers.organization-id", "headers.organization-id-on-401", "headers.organization-id-on-413", "stream.organization-id"];

    private static readonly string[] OfTheRequestId =
    [
        "headers.request-id-single", "headers.request-id-unique", "headers.request-id-not-client-chosen", "headers.request-id-format",
        "headers.always-present", "error.request-id-in-body-matches",
    ];

    private static readonly string[] OfTheOrganizationId =
    [
        "headers.organization-id-stable", "headers.organization-id-not-client-chosen", "headers.organization-id-format",
        "headers.always-present", "headers.organization-id-is-the-keys",
    ];

    public static IEnumerable<Deviation> All { get; } =
    [
        new("request-id-constant", "Every answer has the same request-id.", "common in mocks")
        {
            Rules = ["headers.request-id-unique"],
            Bend = pipeline => pipeline.Rewriting((_, answer) => answer.Identify("req_011CSHoEeqs5C35K2UUqR7Fy")),
        },
        new("request-id-repeated", "Two answers in turn share a request-id.", "ids that come from a coarse clock")
        {
            Rules = ["headers.request-id-unique"],
            Bend = Repeated,
        },
        new("request-id-echoes-client", "The client's own id comes back as request-id.", "tracing middleware")
        {
            Rules = ["headers.request-id-not-client-chosen"],
            Bend = pipeline => pipeline.Rewriting((request, answer) =>
            {
                if (request.Http.Request.Headers["x-request-id"] is [{ } chosen])
                {
                    answer.Identify(chosen);
                }
            }),
        },
        new("request-id-other-format", "A request-id is a UUID.", "gateways with ids of their own")
        {
            Rules = ["headers.request-id-format"],
            Bend = pipeline => pipeline.Rewriting((_, answer) => answer.Identify(Guid.NewGuid().ToString())),
        },
        new("request-id-duplicated", "Two values of request-id stand on one answer.", "doubling proxies")
        {
            Rules = ["headers.request-id-single"],
            Bend = pipeline => pipeline.Rewriting((_, answer) => answer.Headers.Add(new(HeaderNames.RequestId, Identifiers.New("req_")))),
        },
        new("request-id-joined-on-errors", "On errors two values of request-id stand in one line.", "proxies that join lines")
        {
            Rules = ["headers.request-id-single", "headers.request-id-format", "error.request-id-in-body-matches"],
            Bend = pipeline => pipeline.Rewriting(IsError, (_, answer) => answer[HeaderNames.RequestId] += ", " + Identifiers.New("req_")),
        },
        new("request-id-absent", "No answer has a request-id.", "raine/claude-code-proxy#104")
        {
            Rules = NoRequestId,
            Masks = OfTheRequestId,
            Bend = Renaming(HeaderNames.RequestId, null),
        },
        new("request-id-rebuilt", "An x-gateway-request-id stands in place of request-id.", "api7/aisix#318")
        {
            Rules = NoRequestId,
            Masks = OfTheRequestId,
            Bend = Renaming(HeaderNames.RequestId, "x-gateway-request-id"),
        },
        new("request-id-x-prefixed", "The id stands in X-Request-Id only.", "vllm-project/vllm")
        {
            Rules = NoRequestId,
            Masks = OfTheRequestId,
            Bend = Renaming(HeaderNames.RequestId, "X-Request-Id"),
        },
        new("request-id-in-body-only", "The id stands in the JSON, and in no header.", "ollama/ollama")
        {
            Rules = NoRequestId,
            Masks = OfTheRequestId,
            Bend = pipeline => pipeline.Rewriting((request, answer) =>
            {
                answer[HeaderNames.RequestId] = null;
                if (answer.Json() is { } json)
                {
                    json["request_id"] = request.RequestId;
                    answer.Replace(json);
                }
            }),
        },
        new("request-id-dropped-on-413", "The 413 has no request-id.", "an edge in front of the API")
        {
            Rules = ["headers.request-id-on-413"],
            Bend = pipeline => pipeline.Rewriting(status => status == 413, (_, answer) => answer[HeaderNames.RequestId] = null),
        },
        new("request-id-dropped-on-models", "One operation has no request-id: the list of models.", "a cached answer")
        {
            Rules = ["headers.request-id"],
            Masks = OfTheRequestId,
            Bend = pipeline => pipeline.Rewriting((request, answer) =>
            {
                if (request.Is("models.list"))
                {
                    answer[HeaderNames.RequestId] = null;
                }
            }),
        },
        new(
            "request-id-dropped-rarely",
            "Every hundredth success of an operation has no request-id.",
            "an answer from a second server behind a balancer")
        {
            Rules = ["headers.always-present"],
            Bend = Rare(HeaderNames.RequestId),
        },
        new("headers-renamed", "Both headers begin with llm_provider-.", "BerriAI/litellm")
        {
            Rules = [.. NoRequestId, .. NoOrganizationId],
            Masks = [.. OfTheRequestId, .. OfTheOrganizationId],
            Bend = pipeline => Renaming(HeaderNames.OrganizationId, "llm_provider-anthropic-organization-id")(
                Renaming(HeaderNames.RequestId, "llm_provider-request-id")(pipeline)),
        },
        new("headers-dropped-on-errors", "Both headers are on successes and on no error.", "allowlists on the error path")
        {
            Rules =
            [
                "headers.request-id", "headers.request-id-on-413", "headers.request-id-on-405", "headers.request-id-on-unknown-route",
                "headers.organization-id", "headers.organization-id-on-401", "headers.organization-id-on-413",
            ],
            Masks = ["error.request-id-in-body-matches", "request-id-joined-on-errors"],
            Bend = pipeline => pipeline.Rewriting(IsError, (_, answer) =>
            {
                answer[HeaderNames.RequestId] = null;
                answer[HeaderNames.OrganizationId] = null;
            }),
        },
        new("organization-id-other", "The organization is another than the key's.", "a gateway's own account")
        {
            Rules = ["headers.organization-id-expected", "headers.organization-id-is-the-keys"],
            Settings = new Dictionary<string, string> { ["OrganizationId"] = Identifiers.Organization(ReferenceKeys.Api) },
            Bend = Organization(_ => OtherOrganization),
        },
        new("organization-id-changes", "The organization is another on every operation.", "accounts that are taken in turn")
        {
            Rules = ["headers.organization-id-stable", "headers.organization-id-is-the-keys"],
            Masks = ["headers.organization-id-expected", "organization-id-other-format"],
            Bend = Organization(
                request =>
                    new Guid(request.Operation?.Id.GetHashCode(StringComparison.Ordinal) ?? 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString()),
        },
        new("organization-id-other-format", "The organization is no UUID.", "servers with ids of their own")
        {
            Rules = ["headers.organization-id-format", "headers.organization-id-is-the-keys"],
            Masks = ["headers.organization-id-expected"],
            Bend = Organization(_ => "org-conformance"),
        },
        new("organization-id-echoes-client", "The client's own anthropic-organization-id comes back.", "tracing middleware")
        {
            Rules = ["headers.organization-id-not-client-chosen"],
            Bend = pipeline => pipeline.Rewriting((request, answer) =>
            {
                if (request.Http.Request.Headers[HeaderNames.OrganizationId] is [{ } chosen])
                {
                    answer[HeaderNames.OrganizationId] = chosen;
                }
            }),
        },
        new("organization-id-absent", "No answer has an organization; an allowlist drops it.", "api7/aisix#318")
        {
            Rules = NoOrganizationId,
            Masks = OfTheOrganizationId,
            Bend = Renaming(HeaderNames.OrganizationId, null),
        },
        new("organization-id-dropped-on-401", "A 401 has no organization.", "the API itself, as recorded: crmne/ruby_llm")
        {
            Rules = ["headers.organization-id-on-401"],
            Bend = pipeline => pipeline.Rewriting(status => status == 401, (_, answer) => answer[HeaderNames.OrganizationId] = null),
        },
        new("organization-id-dropped-on-404", "A 404 has no organization.", "handlers that give up before they know whose key it is")
        {
            Rules = ["headers.organization-id"],
            Bend = pipeline => pipeline.Rewriting(status => status == 404, (_, answer) => answer[HeaderNames.OrganizationId] = null),
        },
        new("organization-id-dropped-on-413", "The 413 has no organization.", "an edge in front of the API")
        {
            Rules = ["headers.organization-id-on-413"],
            Bend = pipeline => pipeline.Rewriting(status => status == 413, (_, answer) => answer[HeaderNames.OrganizationId] = null),
        },
        new(
            "organization-id-dropped-rarely",
            "Every hundredth success of an operation has no organization.",
            "an answer from a second server behind a balancer")
        {
            Rules = ["headers.always-present"],
            Bend = Rare(HeaderNames.OrganizationId),
        },
        new("rate-limits-dropped", "The rate-limit headers are dropped.", "allowlists")
        {
            Records = ["headers.rate-limits"],
            Bend = pipeline => pipeline.Rewriting((_, answer) =>
                answer.Headers.RemoveAll(header => header.Key.StartsWith("anthropic-ratelimit-", StringComparison.OrdinalIgnoreCase))),
        },
        new("workspace-id-dropped", "anthropic-workspace-id is dropped.", "allowlists")
        {
            Records = ["headers.workspace-id"],
            Bend = Renaming(HeaderNames.WorkspaceId, null),
        },
        new("retry-after-dropped", "A 429 has no retry-after where upstream had it.", "BerriAI/litellm#21553")
        {
            Records = ["headers.retry-after"],
            Bend = Limited,
        },
    ];

    private static bool IsError(int status) => status >= 400;

    private static Func<RequestPipeline, RequestPipeline> Renaming(string name, string? other) =>
        pipeline => pipeline.Rewriting((_, answer) =>
    {
        if (answer[name] is { } value)
        {
            answer[name] = null;
            if (other is not null)
            {
                answer[other] = value;
            }
        }
    });

    private static Func<RequestPipeline, RequestPipeline> Organization(Func<ApiRequest, string> organization) => pipeline =>
        pipeline.Rewriting((request, answer) =>
        {
            if (answer[HeaderNames.OrganizationId] is not null)
            {
                answer[HeaderNames.OrganizationId] = organization(request);
            }
        });

    private static Func<RequestPipeline, RequestPipeline> Rare(string name) => pipeline =>
    {
        var successes = new ConcurrentDictionary<string, int>();
        return pipeline.Rewriting((request, answer) =>
        {
            if (answer.Status == 200 && successes.AddOrUpdate(request.Operation?.Id ?? "", 1, (_, count) => count + 1) % Rarely == 0)
            {
                answer[name] = null;
            }
        });
    };

    private static RequestPipeline Repeated(RequestPipeline pipeline)
    {
        var gate = new Lock();
        string? kept = null;
        return pipeline.Rewriting((_, answer) =>
        {
            lock (gate)
            {
                if (answer[HeaderNames.RequestId] is { } own)
                {
                    answer.Identify(kept ?? own);
                    kept = kept is null ? own : null;
                }
            }
        });
    }

    private static RequestPipeline Limited(RequestPipeline pipeline)
    {
        var count = 0;
        return pipeline with
        {
            Handle = async request => request.Is("models.list") && Interlocked.Increment(ref count) % 20 == 0
                ? Answers.Error(request, StatusCodes.Status429TooManyRequests, "This request would exceed your rate limit")
                : await pipeline.Handle(request),
        };
    }
}
