using Conformance.Contract;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using Conformance.Wire;
using static Conformance.Suite.Preflight.Presence.Signs;

namespace Conformance.Suite.Preflight;

/// <summary>
/// Finds out which operations a target has, by comparing what it answers to their valid requests with what it answers to routes
/// that cannot exist. The valid requests are those that the cases share. What cannot be told is no blame: it counts as served.
/// </summary>
/// <param name="target">The target.</param>
/// <param name="run">The run, whose cases the requests belong to.</param>
internal sealed class RouteSurvey(Target target, Run run)
{
    private readonly Nowhere _nowhere = new(target);

    /// <summary>Whether the target has each of some operations.</summary>
    public async Task<IReadOnlyList<Presence>> Of(IReadOnlyList<Operation> operations)
    {
        var seen = await Task.WhenAll(operations.Select(See));
        return [.. (await Task.WhenAll(seen.Select(one => Settle(one, seen)))).OrderBy(one => one.Operation.Id, StringComparer.Ordinal)];
    }

    private async Task<Presence> See(Operation operation)
    {
        FirstContact.Enter(run, operation);
        var valid = await target.TryValid(operation);
        return new Presence(operation, valid, await Sign(operation, valid));
    }

    private async Task<Presence.Signs> Sign(Operation operation, Exchange valid)
    {
        if (AnswerPattern.Of(valid) is not { } pattern)
        {
            return Unclear;
        }

        // RFC 9110, sections 15.5.6 and 15.6.2: a method that the resource, or the whole server, does not have.
        if (pattern.Status is 405 or 501)
        {
            return NotServed;
        }

        if (await _nowhere.Like(operation) is not { } nowhere)
        {
            return Unclear;
        }

        var isAllowed = operation.Probe.Statuses.Contains(pattern.Status);
        if (pattern != nowhere)
        {
            return pattern.Status == 404 && !isAllowed && await _nowhere.Near(operation) == pattern ? NotServed : Served;
        }

        return pattern.Status switch
        {
            >= 200 and < 300 => SaysNothing(valid) ? NotServed : isAllowed ? Unclear : NotServed,
            401 or 403 or (>= 300 and < 400) => TurnedAway,
            _ => isAllowed ? Ambiguous : NotServed,
        };
    }

    private async Task<Presence> Settle(Presence one, IReadOnlyList<Presence> seen)
    {
        FirstContact.Enter(run, one.Operation);
        return one with
        {
            Sign = one.Sign switch
            {
                TurnedAway => await IsTurnedAwayWithAKeyThatWorks(one, seen) ? NotServed : Unclear,
                Ambiguous => await AskFurther(one, seen),
                Served when one.Status == 404 && HasNoCollection(one.Operation, seen)
                    && await _nowhere.Near(one.Operation) == AnswerPattern.Of(one.Valid) => NotServed,
                var sign => sign,
            },
        };
    }

    // With a key that opens other operations, a refusal or a redirect is not about the key.
    private async Task<bool> IsTurnedAwayWithAKeyThatWorks(Presence one, IReadOnlyList<Presence> seen)
    {
        var works = seen.Where(other => other.Sign == Served && other.Status is not (401 or 403 or (>= 300 and < 400)))
            .Select(other => other.Operation.Key).ToHashSet();
        if (works.Count == 0 || works.Contains(one.Operation.Key))
        {
            return works.Count > 0;
        }

        return await _nowhere.Like(one.Operation with { Key = works.First() }) == AnswerPattern.Of(one.Valid);
    }

    // The answer itself is that of an unknown route; the ways around it, the surest first.
    private async Task<Presence.Signs> AskFurther(Presence one, IReadOnlyList<Presence> seen)
    {
        var operation = one.Operation;
        var bare = AnswerPattern.Of(await target.TryRefused(Refusal.MissingKey, operation));
        if (bare is not null && await _nowhere.Like(operation, withKey: false) is { } nowhere && bare != nowhere)
        {
            return Served;
        }

        if (HasNoCollection(operation, seen))
        {
            return NotServed;
        }

        if (!operation.NamesResource && operation.Takes == RequestMedia.Json)
        {
            return await IsNowhere(operation, target.Probe(operation).WithBody("{}"), "empty object");
        }

        if (Collection(operation, seen).FirstOrDefault(list => list.Operation.ProbeKind == ProbeKind.Read) is { } list
            && operation.Method == "GET" && operation.Path.LastIndexOf('/') == list.Operation.Path.Length
            && AnswerBody.Ids(list.Valid) is [{ } id, ..])
        {
            var known = target.Probe(operation) with { Target = $"{list.Operation.Path}/{Uri.EscapeDataString(id)}" };
            return await IsNowhere(operation, known, "known resource");
        }

        // A target that asks for keys, and not here, has nothing here.
        return bare is { Status: not (401 or 403) } && await AsksForKeys(operation, seen) ? NotServed : Unclear;
    }

    private async Task<Presence.Signs> IsNowhere(Operation operation, Request request, string name) =>
        AnswerPattern.Of(await target.TryOnce($"{name} {operation.Id}", () => target.TrySend(request))) is { } answer
            ? answer == await _nowhere.Like(operation) ? NotServed : Served
            : Unclear;

    private async Task<bool> AsksForKeys(Operation operation, IReadOnlyList<Presence> seen) =>
        seen.FirstOrDefault(other =>
            other.Sign == Served && other.Operation.Key == operation.Key && other.Status is >= 200 and < 300) is { } served
        && (await target.TryRefused(Refusal.MissingKey, served.Operation)).Response?.Status is 401 or 403;

    // What a resource is in is what lists or creates it; where neither is there, neither is the resource.
    private static bool HasNoCollection(Operation operation, IReadOnlyList<Presence> seen) =>
        Collection(operation, seen) is { Count: > 0 } collection && collection.All(one => one.Sign == NotServed);

    private static List<Presence> Collection(Operation operation, IReadOnlyList<Presence> seen) => seen
        .Where(other => other.Operation.ProbeKind != ProbeKind.UnknownResource && other.Sign != Ambiguous
            && operation.Path.StartsWith(other.Operation.Path + "/", StringComparison.Ordinal))
        .GroupBy(other => other.Operation.Path).OrderByDescending(group => group.Key.Length).FirstOrDefault()?.ToList() ?? [];

    // LM Studio answers any path with 200 and an error; a page of HTML says as little.
    private static bool SaysNothing(Exchange valid) => AnswerBody.Json(valid) is not { } json || AnswerBody.IsError(json);
}
