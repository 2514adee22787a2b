using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Suite.Running;
using Conformance.Suite.Settings;
using Conformance.Wire;

namespace Conformance.Suite.Preflight;

/// <summary>
/// What is found out about a target before the first case: whether it is there and takes the key, which versions of HTTP it
/// speaks, which model there is, and which operations it serves. Where a run against it would be pointless, it ends here, with
/// one line and the way out.
/// </summary>
/// <param name="client">The client of the run.</param>
/// <param name="run">The run.</param>
internal sealed class FirstContact(WireClient client, Run run)
{
    private const int TriesOfHttp2 = 3;

    private static readonly Operation Models = Operations.Find("models.list");

    private readonly Target _target = new(client, run);

    /// <summary>Makes what is sent here belong to the case that says whether an operation is served.</summary>
    public static void Enter(Run run, Operation operation) =>
        CaseContext.Enter(new CaseContext(new Case(Catalogue.Find(Claims.ServedRule), operation, null), run));

    /// <summary>Tries the target.</summary>
    /// <returns>What the rules talk to; null where the target cannot be judged, and the run has ended with the reason.</returns>
    public async Task<Target?> Reach()
    {
        Enter(run, Models);
        var list = await _target.TryValid(Models);
        if (await DeadEnd.OnTheWay(client, run, _target, list) is { } way)
        {
            return End(way);
        }

        run.Claims.SpeaksHttp2 = await SpeaksHttp2();
        _target.ModelChoice = ModelChoice.Of(run.Settings, list);
        await run.LearnModel(_target);
        var key = await KeyFinding.Of(_target, Models);
        if (key.IsRefused && await IsRefusedByMessages())
        {
            var header = run.Settings.Auth == KeyHeader.Bearer ? "as bearer and in x-api-key" : "in x-api-key and as bearer";
            return End(new DeadEnd(
                ReasonKind.Settings,
                $"{client.BaseUrl} refuses the key ({list.Response?.Status}) {header}; check {Secrets.Variable(KeyKind.Api)}"));
        }

        var surveyed = await new RouteSurvey(_target, run).Of(Claimed());
        if (await DeadEnd.OfTheAnswers(client, run, _target, list, surveyed) is { } end)
        {
            return End(end);
        }

        run.Claims.Missing = surveyed.Where(one => !one.Counts).ToDictionary(one => one.Operation.Id, one => AnswerPattern.Of(one.Valid)!);
        run.Served = [.. surveyed.Where(one => one.Counts).Select(one => one.Operation.Id)];
        run.Announcement = [.. new Announcement(run).Of(_target.ModelChoice, key, surveyed)];
        return _target;
    }

    private Target? End(DeadEnd end)
    {
        run.End.Set(end.Kind, run.Redactor.Text(end.Line));
        return null;
    }

    // Without a byte of body: whether the target speaks HTTP/2 decides which cases there are. Servers that do not speak it close the
    // connection, and so does a fault of the way: only the latter passes.
    private async Task<bool> SpeaksHttp2()
    {
        var asked = _target.Probe(Models) with
        {
            Version = System.Net.HttpVersion.Version20,
            OwnConnection = true,
            Retries = RetryOn.Nothing,
        };
        Exchange exchange;
        var tries = 0;
        do
        {
            exchange = await client.SendAsync(asked, run.End.Token);
        }
        while (exchange.Outcome is Outcome.Reset or Outcome.Refused && ++tries < TriesOfHttp2);
        return exchange.Outcome == Outcome.Answered;
    }

    // A gateway may keep its list of models to itself, and a key that is refused there may be taken where it is meant for.
    private async Task<bool> IsRefusedByMessages()
    {
        var create = Operations.Find("messages.create");
        if (!Claimed().Contains(create))
        {
            return true;
        }

        Enter(run, create);
        var answer = await _target.TryValid(create);
        return answer.Response?.Status is 401 or 403 && Entitlement.Lacking(create, answer) is null;
    }

    // Those of the whole run, so that every shard of it comes to the same.
    private List<Operation> Claimed() =>
    [
        .. run.Cases.Where(one => one.Operation is not null && run.Claims.WhyNotInAnyShard(one) is null)
            .Select(one => one.Operation!).Distinct()
    ];
}
