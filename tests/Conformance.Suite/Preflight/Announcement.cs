using System.Globalization;
using Conformance.Contract;
using Conformance.Reporting.Causes;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;
using Conformance.Suite.Running;
using Conformance.Suite.Settings;

namespace Conformance.Suite.Preflight;

/// <summary>What a run says before its first case: what it found, what it will send, and what it leaves out.</summary>
/// <param name="run">The run.</param>
internal sealed class Announcement(Run run)
{
    private const int MostOperations = 4;

    /// <summary>What is said once the target was tried.</summary>
    public IEnumerable<string> Of(ModelChoice model, KeyFinding key, IReadOnlyList<Presence> surveyed)
    {
        var answers = surveyed.Select(one => one.Valid.AnsweredAfter).OfType<TimeSpan>().Order().ToList();
        var answer = answers.Count == 0 ? TimeSpan.Zero : answers[answers.Count / 2];
        return Lines(
            [
                ("target", $"{Address()}; {string.Join(" and ", run.HttpVersions.Select(version => $"HTTP/{version}"))}"),
                ("key", $"{key.Words(run.Settings.Auth)}; {Keys()}"),
                ("serves", Places(surveyed, one => one.Counts)),
                ("lacks", Places(surveyed, one => !one.Counts)),
                ("unclear", Unclear(surveyed)),
                ("model", model.ToString()),
                ("note", FixedMessages(surveyed)),
                ("plan", $"{RunPlan.Of(run)}; {Time(answer)}"),
            ]);
    }

    /// <summary>The same from the contract alone: nothing was sent.</summary>
    public IEnumerable<string> WithoutTarget()
    {
        var claimed = run.Cases.GroupBy(one => one.Operation).Where(group => group.Key is not null)
            .Select(group => (Operation: group.Key!, IsClaimed: group.Any(one => run.Claims.WhyNot(one) is null))).ToList();
        var left = run.Cases.Select(run.Claims.WhyNot).OfType<CaseOutcome>()
            .GroupBy(outcome => outcome.Reason!.Kind is ReasonKind.NoKey or ReasonKind.SettingEmpty
                ? outcome.Message!
                : ReasonText.Of(outcome.Reason))
            .OrderByDescending(group => group.Count());
        return Lines(
            [
                ("target", $"{(run.IsEmbedded ? "the embedded reference server" : Address())}; nothing was sent"),
                ("key", $"sent {(run.Settings.Auth == KeyHeader.Bearer ? "as bearer" : "in x-api-key")}; {Keys()}"),
                ("claims", Places(claimed.Select(one => (one.Operation, one.IsClaimed)))),
                ("model", run.Settings.Model is { } named
                    ? $"{named} (the setting Model)"
                    : "a Claude model that models.list names, otherwise the first of any"),
                ("plan", $"{RunPlan.Of(run)}; {run.Concurrency} at a time{Rate()}"),
                .. left.Select(group => ("skip", string.Create(CultureInfo.InvariantCulture, $"{group.Count():N0} × {group.Key}"))),
            ]);
    }

    private IEnumerable<string> Lines(IEnumerable<(string Name, string? Text)> lines) => lines
        .Where(line => line.Text is { Length: > 0 })
        .Select(line => ConsoleText.Line($"  {line.Name,-8} {run.Redactor.Text(line.Text!)}"))
        .Prepend("Conformance, before the first case:");

    private string Address()
    {
        var tls = run.BaseUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        var protection = !tls ? "without TLS" : run.Settings.InsecureTls ? "TLS, not verified" : "TLS, verified";
        return $"{run.BaseUrl}{(run.IsEmbedded ? " (the embedded reference server)" : "")}, {protection}";
    }

    private string Keys()
    {
        var kinds = Enum.GetValues<KeyKind>();
        var have = kinds.Where(kind => run.Secrets.For(kind) is not null).Select(Secrets.Name).ToList();
        var lack = kinds.Where(kind => run.Secrets.For(kind) is null)
            .Select(kind => $"{Secrets.Name(kind)} ({Secrets.Variable(kind)})").ToList();
        var lacking = lack.Count == 0 ? "" : $"; not: {string.Join(", ", lack)}";
        return $"at hand: {(have.Count == 0 ? "none" : string.Join(", ", have))}{lacking}";
    }

    private static string Places(IReadOnlyList<Presence> surveyed, Func<Presence, bool> wanted) =>
        surveyed.Any(wanted) ? Places(surveyed.Select(one => (one.Operation, wanted(one)))) : "";

    private static string Places(IEnumerable<(Operation Operation, bool Counts)> operations) => string.Join(", ", operations
        .GroupBy(one => one.Operation.Group).OrderBy(group => group.Key).Where(group => group.Any(one => one.Counts))
        .Select(group => $"{Place.Name(group.Key.ToString().ToLowerInvariant())} {group.Count(one => one.Counts)} of {group.Count()}"));

    private static string? Unclear(IReadOnlyList<Presence> surveyed)
    {
        var unclear = surveyed.Where(one => one.Sign == Presence.Signs.Unclear).Select(one => one.Operation.Id).ToList();
        var more = unclear.Count > MostOperations ? $" and {unclear.Count - MostOperations} more" : "";
        return unclear.Count == 0
            ? null
            : $"whether it has {string.Join(", ", unclear.Take(MostOperations))}{more} cannot be told from how it answers; counted as "
                + "served";
    }

    // A mock answers the messages that it was given, and a 404 about a model that it lists itself is about something else.
    private string? FixedMessages(IReadOnlyList<Presence> surveyed)
    {
        var refused = surveyed.FirstOrDefault(one => one is { Operation.Id: "messages.create", Status: 404, Sign: Presence.Signs.Served });
        return refused is not null && run.Settings.Prompt is null
            ? $"messages.create is answered 404{DeadEnd.Words(refused.Valid)}; "
            + "where the target answers fixed messages only, set Prompt to one of them"
            : null;
    }

    private string Time(TimeSpan answer)
    {
        var duration = RunPlan.Of(run).Duration(answer, run.Concurrency, run.Settings.RequestsPerSecond);
        var time = duration < TimeSpan.FromMinutes(1)
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Ceiling(duration.TotalSeconds)):0} s")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(duration.TotalMinutes):0} min");
        return $"about {time} and what the bodies take, {run.Concurrency} at a time{Rate()}";
    }

    private string Rate() => run.Settings.RequestsPerSecond is { } rate
        ? string.Create(CultureInfo.InvariantCulture, $", {rate:0.#} per second")
        : "";
}
