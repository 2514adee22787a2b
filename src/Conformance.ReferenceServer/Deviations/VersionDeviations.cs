using Conformance.Contract;
using Conformance.Reference.Pipeline;
using Microsoft.Extensions.Primitives;

namespace Conformance.Reference;

/// <summary>What goes wrong with <c>anthropic-version</c> and <c>anthropic-beta</c>.</summary>
internal static class VersionDeviations
{
    private static readonly string[] AnyValidVersion = ["version.accepted", "version.newest-accepted"];

    // Where no read is answered as documented, what needs one is not judged.
    private static readonly string[] Unserved =
    [
        "auth.both-agreeing", "auth.key-in-query", "auth.admin-needs-admin-key", "auth.refused-before-body", "content.*",
        "error.unknown-*", "error.wrong-method", "headers.always-present", "headers.*-not-client-chosen", "headers.request-id-unique",
        "headers.*-on-413", "headers.organization-id-is-the-keys", "route.*", "shape.*", "size.*", "stream.*", "version.*",
    ];

    public static IEnumerable<Deviation> All { get; } =
    [
        new("version-defaulted", "A missing version is filled in.", "Portkey-AI/gateway")
        {
            Rules = ["version.missing"],
            Bend = Versions((sent, _) => StringValues.IsNullOrEmpty(sent) ? ApiVersions.V20230601 : sent),
        },
        new("version-any", "Any version is accepted, also one that does not exist.", "mocks")
        {
            Rules = ["version.unknown", "version.duplicated"],
            Bend = Versions((sent, _) => StringValues.IsNullOrEmpty(sent) || IsKnown(sent) ? sent : ApiVersions.V20230601),
        },
        new("version-duplicates-merged", "Of two versions in one request the first counts.", "header maps that keep one value")
        {
            Rules = ["version.duplicated"],
            Bend = Versions((sent, _) => sent.ToString().Split(',')[0].Trim()),
        },
        Taken("version-between-accepted", "Any date between the known versions is accepted.", "comparisons of dates", version =>
            string.CompareOrdinal(version, ApiVersions.V20230601) > 0 && string.CompareOrdinal(version, ApiVersions.V20261021) < 0),
        Taken("version-later-accepted", "Any date after the newest version is accepted.", "comparisons of dates", version =>
            char.IsAsciiDigit(version[0]) && string.CompareOrdinal(version, ApiVersions.V20261021) > 0),
        Taken(
            "version-latest-accepted",
            "A version that is no date is accepted: latest.",
            "gateways with names of their own for versions",
            version => version == "latest"),
        new("version-unknown-on-reads", "A version that does not exist is accepted by every GET.", "checks on the write path only")
        {
            Rules = ["version.unknown"],
            Bend = Versions((sent, request) =>
                HttpMethods.IsGet(request.Http.Request.Method) && sent.Count == 1 && sent != "" ? ApiVersions.V20230601 : sent),
            Masks = ["version-new-refused", "version-2023-refused"],
        },
        new("version-dropped", "The version is not forwarded, so that every valid request is refused with 400.", "copilotkit/aimock#58")
        {
            Rules = AnyValidVersion,
            Masks = Unserved,
            Bend = Versions((_, _) => StringValues.Empty),
        },
        new("version-doubled", "The version is sent upstream twice, which is no version.", "decolua/9router#2357")
        {
            Rules = AnyValidVersion,
            Masks = Unserved,
            Bend = Versions((sent, _) => StringValues.IsNullOrEmpty(sent) ? sent : $"{sent}, {sent}"),
        },
        new("version-appended", "A version of its own is sent upstream beside the caller's, where they differ.", "api7/aisix#1108")
        {
            Rules = ["version.newest-accepted"],
            Bend = Versions((sent, _) =>
                StringValues.IsNullOrEmpty(sent) || sent == ApiVersions.V20230601 ? sent : $"{sent}, {ApiVersions.V20230601}"),
        },
        new("version-new-refused", "Version 2026-10-21 is not on the list of known ones.", "allowlists")
        {
            Rules = ["version.newest-accepted"],
            Bend = Versions((sent, _) => sent == ApiVersions.V20261021 ? "unknown" : sent),
        },
        new("version-2023-refused", "Version 2023-06-01 is refused.", "servers written for the clients of 2026")
        {
            Rules = ["version.accepted"],
            Masks = Unserved,
            Bend = Versions((sent, _) => sent == ApiVersions.V20230601 ? "unknown" : sent),
        },
        new(
            "version-raised",
            "2023-06-01 is rewritten to 2026-10-21, so that temperature is refused.",
            "gateways that pin the newest version")
        {
            Rules = ["version.forwarded"],
            Bend = Versions((sent, _) => sent == ApiVersions.V20230601 ? ApiVersions.V20261021 : sent),
        },
        new(
            "version-pinned",
            "2026-10-21 is rewritten to 2023-06-01, so that temperature is accepted.",
            "envoyproxy/ai-gateway#1369, Synthorai's gateway")
        {
            Rules = ["version.forwarded"],
            Bend = Versions((sent, _) => sent == ApiVersions.V20261021 ? ApiVersions.V20230601 : sent),
        },
        new(
            "version-pinned-on-token-counting",
            "2026-10-21 is rewritten to 2023-06-01 on Token Counting alone.",
            "gateways with a route of its own for it")
        {
            Rules = ["version.forwarded"],
            Bend = Versions((sent, request) => sent == ApiVersions.V20261021
                && request.Path == "/v1/messages/count_tokens" ? ApiVersions.V20230601 : sent),
        },
        new(
            "sampling-injected",
            "A temperature is added, which is 400 under 2026-10-21.",
            "gateways with per-model defaults, MinusPod 2.101.10")
        {
            Rules = ["version.newest-accepted"],
            Bend = pipeline => pipeline with
            {
                Handle = request => request.Version == ApiVersions.V20261021 && request.Is("messages.create", "messages.count_tokens")
                    ? new(Answers.Invalid(request, "temperature: Extra inputs are not permitted"))
                    : pipeline.Handle(request),
            },
        },
        new("beta-dropped", "anthropic-beta is not forwarded, so that an unknown value is accepted.", "BerriAI/litellm#9016")
        {
            Rules = ["version.unknown-beta", "version.no-beta-needed"],
            Bend = pipeline => pipeline.Receiving(request => request.Http.Request.Headers.Remove(HeaderNames.Beta)),
        },
        new(
            "beta-dropped-on-messages",
            "anthropic-beta is not forwarded by the one route of Messages.",
            "gateways with a handler for each route")
        {
            Rules = ["version.unknown-beta"],
            Bend = pipeline => pipeline.Receiving(request =>
            {
                if (request.Path == "/v1/messages")
                {
                    request.Http.Request.Headers.Remove(HeaderNames.Beta);
                }
            }),
        },
    ];

    private static Deviation Taken(string name, string breaks, string seenIn, Func<string, bool> taken) => new(name, breaks, seenIn)
    {
        Rules = ["version.unknown"],
        Bend = Versions((sent, _) => sent is [{ Length: > 0 } version] && !version.Contains(',', StringComparison.Ordinal) && taken(version)
            ? ApiVersions.V20230601
            : sent),
        Masks = ["version-new-refused", "version-2023-refused"],
    };

    private static bool IsKnown(StringValues sent) => sent == ApiVersions.V20230601 || sent == ApiVersions.V20261021;

    private static Func<RequestPipeline, RequestPipeline> Versions(Func<StringValues, ApiRequest, StringValues> forwarded) =>
        pipeline => pipeline.Receiving(request =>
        {
            var headers = request.Http.Request.Headers;
            headers[HeaderNames.Version] = forwarded(headers[HeaderNames.Version], request);
        });
}
