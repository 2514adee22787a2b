using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using Conformance.Wire;

namespace Conformance.Suite.Preflight;

/// <summary>Why a run against a target would be pointless, and the way out.</summary>
/// <param name="Kind">Why, as a value.</param>
/// <param name="Line">Why and what to do, in one line; secrets may still be in it.</param>
internal sealed record DeadEnd(ReasonKind Kind, string Line)
{
    private const int MostModels = 3;
    private const int MostCharacters = 160;

    private static readonly string[] LoginPages = ["login", "signin", "sign_in", "sign-in"];

    /// <summary>What the first answer shows: nobody is there, it is not HTTP, or somebody else sends every request elsewhere.</summary>
    public static async Task<DeadEnd?> OnTheWay(WireClient client, Run run, Target target, Exchange first)
    {
        if (first.Outcome is not Outcome.Answered && (first.Outcome is not Outcome.Reset || run.Settings.HttpVersion.Major >= 2))
        {
            var reason = Unjudgeable.Why(first, JudgedOutcomes.None)!;
            return new DeadEnd(reason.Kind, $"{client.BaseUrl} cannot be judged: {first.Detail}{WayOut(reason.Kind)}");
        }

        var list = Operations.Find("models.list");
        if (first.Response is { Status: >= 300 and < 400 } response && IsElsewhere(client, response.Header("location"))
            && await new Nowhere(target).Like(list) == AnswerPattern.Of(first))
        {
            return new DeadEnd(
                ReasonKind.Settings,
                $"{client.BaseUrl} redirects every path ({response.Status} to {response.Header("location")}): "
                + "set BaseUrl to the address of the API itself, or sign in where a login stands before it");
        }

        return null;
    }

    /// <summary>What the answers to all valid requests show together.</summary>
    public static async Task<DeadEnd?> OfTheAnswers(
        WireClient client, Run run, Target target, Exchange list, IReadOnlyList<Presence> surveyed)
    {
        if (surveyed.Count == 0)
        {
            return null;
        }

        if (surveyed.All(one => one.Sign == Presence.Signs.NotServed)
            && surveyed.FirstOrDefault(one => one.Operation.Id == "messages.create") is { } messages)
        {
            var there = await new OtherPaths(client, run).Find();
            var way = there is not null
                ? $"the API seems to be at {there}: set BaseUrl to it"
                : client.BaseUrl.EndsWith("/v1", StringComparison.Ordinal)
                    ? "BaseUrl goes without the /v1 that every path begins with"
                    : "check the path in BaseUrl: what stands before /v1/messages belongs into it, and what stands after it does not";
            return new DeadEnd(
                ReasonKind.Settings,
                $"{client.BaseUrl} has nothing of the API: {messages.Valid.Request} is answered {Came(messages.Valid)}, "
                + $"like a path that cannot exist; {way}");
        }

        if (surveyed.All(one => Entitlement.Lacking(one.Operation, one.Valid) is not null))
        {
            return new DeadEnd(
                ReasonKind.Settings,
                $"{client.BaseUrl}: {Entitlement.Lacking(surveyed[0].Operation, surveyed[0].Valid)}, "
                    + "and the same holds for all that the run claims");
        }

        if (surveyed.FirstOrDefault(one => one.Status == 402) is { } unpaid)
        {
            return new DeadEnd(
                ReasonKind.Settings,
                $"{client.BaseUrl}: the account of the key has no credit: {unpaid.Valid.Request} is answered 402{Words(unpaid.Valid)}; "
                + "add credit, or use another key");
        }

        List<Presence> generating = [.. surveyed.Where(one => one.Operation.ProbeKind == ProbeKind.Tokens)];
        if (!target.ModelIsListed && generating.Count > 0 && generating.All(one => one is { Status: 404, Sign: Presence.Signs.Served }))
        {
            var listed = AnswerBody.Ids(list);
            var named = listed.Count == 0 ? "" : $", such as {string.Join(", ", listed.Take(MostModels))}";
            return new DeadEnd(
                ReasonKind.Settings,
                $"{client.BaseUrl} has no model {target.Model}{Words(generating[0].Valid)}; set Model to one that it has{named}");
        }

        return null;
    }

    /// <summary>What the target itself says in an error, as the end of a sentence; empty where it says nothing.</summary>
    public static string Words(Exchange exchange)
    {
        if (AnswerBody.Text(AnswerBody.Json(exchange), "error", "message") is not { Length: > 0 } message)
        {
            return "";
        }

        // Redacted first and cut afterwards: a cut through a secret would hide it from the redaction.
        var shown = CaseContext.Current.Shown(message);
        return $": {(shown.Length > MostCharacters ? shown[..MostCharacters] + "…" : shown)}";
    }

    private static string Came(Exchange exchange) => exchange.Response! switch
    {
        { BodyLength: 0, Status: var status } => $"{status} with an empty body",
        { Status: var status, MediaType: var mediaType } => $"{status} {mediaType ?? "without a content-type"}",
    };

    // To the same host the redirect may be a slash too few, and that is for a rule to judge.
    private static bool IsElsewhere(WireClient client, string? location) =>
        location is not null && Uri.TryCreate(new Uri(client.BaseUrl + "/"), location, out var to)
        && (!to.Host.Equals(new Uri(client.BaseUrl).Host, StringComparison.OrdinalIgnoreCase)
            || LoginPages.Any(page => to.AbsolutePath.Contains(page, StringComparison.OrdinalIgnoreCase)));

    private static string WayOut(ReasonKind kind) => kind switch
    {
        ReasonKind.Refused => "; is it running, and is the port in BaseUrl right?",
        ReasonKind.Unresolved => "; check the host name in BaseUrl",
        ReasonKind.Tls => "; set CaCertificate to the certificate that signed its own, or InsecureTls=true",
        ReasonKind.Malformed => "; check scheme and port in BaseUrl: http:// at a port for https is answered so",
        ReasonKind.Timeout => "; raise Timeout where it is only slow",
        _ => "",
    };
}
