using Conformance.Contract;
using Conformance.Reference.Pipeline;
using Conformance.Reference.Stages;

namespace Conformance.Reference;

/// <summary>What makes a difference where the documents say that none is: nearly valid keys, beta headers, <c>?beta=true</c>.</summary>
internal static class NeutralityDeviations
{
    private const string Hashing = "caches of keys by what was thought to tell them apart";

    private static readonly string[] Files = ["files.upload", "files.list", "files.get", "files.delete", "files.content"];

    private static readonly string[] Skills =
        [.. Operations.All.Where(operation => operation.Group == OperationGroup.Skills).Select(operation => operation.Id)];

    public static IEnumerable<Deviation> All { get; } =
    [
        Near(
            "near-key-case", "Keys are compared without regard to case.", (key, known) => key.Equals(known,
            StringComparison.OrdinalIgnoreCase)),
        Near("near-key-cut", "The beginning of a key is enough.", (key, known) => known.StartsWith(key, StringComparison.Ordinal)),
        Near("near-key-suffix", "What follows a key is not looked at.", (key, known) => key.StartsWith(known, StringComparison.Ordinal)),
        Near("near-key-last-character", "The last character of a key is not looked at.", (key, known) =>
            key.Length == known.Length && key[..^1] == known[..^1]),

        Needing("files-need-beta", "Files answer 404 without the old beta header.", Files, KnownBetas.Files),
        Needing("skills-need-beta", "Skills answer 404 without the old beta header.", Skills, KnownBetas.Skills),
        Assuming("files-old-shape", "Files have their old shape without the old beta header.", Files, KnownBetas.Files),
        Assuming("skills-old-shape", "Skills have their old shape without the old beta header.", Skills, KnownBetas.Skills),
        Forgetting("files-new-shape-only", "Files have their new shape with the old beta header.", Files, KnownBetas.Files),
        Forgetting("skills-new-shape-only", "Skills have their new shape with the old beta header.", Skills, KnownBetas.Skills),

        Betas("known-beta-refused", "A beta that the official client names is refused.", "allowlists of betas", lines =>
            lines.Any(line => line.Contains("interleaved-thinking", StringComparison.Ordinal))),
        Betas("other-clients-beta-refused", "A beta that other clients send is refused.", "allowlists made from one client", lines =>
            lines.Any(line => KnownBetas.OfOtherClients.Any(beta => line.Contains(beta, StringComparison.Ordinal)))) with
        {
            Rules = ["version.other-clients-beta-accepted"],
        },
        Betas("betas-joined-refused", "Betas that a comma joins are refused.", "comparisons of the whole value", lines =>
            lines.Any(line => line.Contains(',', StringComparison.Ordinal))),
        Betas("betas-on-two-lines-refused", "Betas on two lines are refused.", "servers that read one line", lines => lines.Count > 1),

        Query(
            "beta-query-not-found", "?beta=true makes a path unknown: 404.", "routes that are compared with their query",
            StatusCodes.Status404NotFound),
        Query("beta-query-refused", "?beta=true is answered 400.", "strict query checks", StatusCodes.Status400BadRequest),

        new(
            "organization-id-of-the-gateway", "anthropic-organization-id is another than organization.get names.",
            "gateways that set it themselves")
        {
            Rules = ["headers.organization-id-is-the-keys"],
            Bend = Answering.Changing(["organization.get"], (_, json) => json["id"] = Identifiers.NoOrganization),
        },
    ];

    private static Deviation Near(string name, string breaks, Func<string, string, bool> takenFor) => new(name, breaks, Hashing)
    {
        Rules = ["auth.near-key"],
        Bend = pipeline => pipeline.Receiving(request =>
        {
            var headers = request.Http.Request.Headers;
            var inApiKey = headers.TryGetValue(HeaderNames.ApiKey, out var given);
            var key = inApiKey ? given.ToString() : headers.Authorization.ToString().Split(' ')[^1];
            var known = key.Length > Authentication.KeyPrefix.Length ? ReferenceKeys.All.FirstOrDefault(one => takenFor(key, one)) : null;
            if (known is not null && inApiKey)
            {
                headers[HeaderNames.ApiKey] = known;
            }
            else if (known is not null)
            {
                headers.Authorization = "Bearer " + known;
            }
        }),
    };

    private static Deviation Needing(string name, string breaks, string[] operations, string beta) => new(name, breaks, "servers of 2025")
    {
        Rules = ["version.no-beta-needed"],
        Bend = pipeline => pipeline with
        {
            Entitle = request => request.Is(operations) && !request.Betas.Contains(beta)
                ? new(Answers.NotFound(request, "Not Found"))
                : pipeline.Entitle(request),
        },
    };

    private static Deviation Assuming(string name, string breaks, string[] operations, string beta) => new(name, breaks, "servers of 2025")
    {
        Rules = ["version.no-beta-needed"],
        Bend = pipeline => pipeline with
        {
            Entitle = request =>
            {
                request.Betas = request.Is(operations) ? request.Betas.Append(beta).ToHashSet() : request.Betas;
                return pipeline.Entitle(request);
            },
        },
    };

    private static Deviation Forgetting(string name, string breaks, string[] operations, string beta) =>
        new(name, breaks, "gateways that drop betas")
        {
            Rules = ["version.no-beta-needed"],
            Bend = pipeline => pipeline with
            {
                Entitle = request =>
                {
                    request.Betas = request.Is(operations) ? request.Betas.Where(one => one != beta).ToHashSet() : request.Betas;
                    return pipeline.Entitle(request);
                },
            },
        };

    private static Deviation Betas(string name, string breaks, string seenIn, Func<IReadOnlyList<string>, bool> refused) =>
        new(name, breaks, seenIn)
        {
            Rules = ["version.known-beta-accepted"],
            Bend = pipeline => pipeline with
            {
                Version = request => refused([.. request.Http.Request.Headers[HeaderNames.Beta].OfType<string>()])
                    ? new(Answers.Invalid(request, "Unexpected value(s) for the `anthropic-beta` header."))
                    : pipeline.Version(request),
            },
        };

    private static Deviation Query(string name, string breaks, string seenIn, int status) => new(name, breaks, seenIn)
    {
        Rules = ["route.beta-query-neutral"],
        Bend = pipeline => pipeline with
        {
            Entitle = request => request.Query("beta") == "true"
                ? new(Answers.Error(request, status, "Not Found"))
                : pipeline.Entitle(request),
        },
    };
}
