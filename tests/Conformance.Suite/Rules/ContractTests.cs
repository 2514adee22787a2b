using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Suite.Running;
using Conformance.Suite.Sizes;
using Conformance.Wire;
using NUnit.Framework;

namespace Conformance.Suite.Rules;

/// <summary>What every section of the contract tests has at hand.</summary>
[TestFixture]
public abstract class ContractTests
{
    /// <summary>What the rules talk to.</summary>
    protected static Target Target => CaseContext.Current.Run.Target;

    /// <summary>The large bodies of the rules about sizes.</summary>
    private protected static SizeProbe Sizes => Target.Part(target => new SizeProbe(target));

    /// <summary>The answer to the probe of an operation without the beta header that it once needed, sent once a run.</summary>
    protected static Task<Exchange> WithoutBeta(Operation operation) => operation.Beta is null
        ? Target.Valid(operation)
        : Target.Once($"beta-free {operation.Id}", () => Target.Probe(operation).Without(HeaderNames.Beta));

    /// <summary>Records a measurement of the case.</summary>
    /// <param name="name">Its name in <c>observed</c>, camelCase.</param>
    /// <param name="value">Its value; null for measured and not there.</param>
    protected static void Observe(string name, JsonNode? value) => CaseContext.Current.Observed[name] = value;

    /// <summary>Records a measurement of an exchange: what a rule does that promises nothing.</summary>
    /// <exception cref="NotJudgedException">The exchange says nothing about the contract.</exception>
    protected static void Observe(Exchange exchange, string name, JsonNode? value)
    {
        Unjudgeable.Refuse(exchange, CaseContext.Current.Case.Rule.Attribute.Judges);
        Observe(name, value);
        CaseContext.Current.Add(new Judgement(exchange, true, null, null, []));
    }

    /// <summary>
    /// Judges each of several exchanges. One that another rule already speaks for is left out; the case is skipped for it only
    /// where none is left to judge.
    /// </summary>
    /// <param name="exchanges">The exchanges; where there is none, the case has nothing to judge.</param>
    /// <param name="judge">Judges one of them.</param>
    /// <exception cref="NotJudgedException">None of them could be judged.</exception>
    protected static void Each(IEnumerable<Exchange> exchanges, Action<Exchange> judge)
    {
        NotJudgedException? first = null;
        foreach (var exchange in exchanges)
        {
            try
            {
                judge(exchange);
            }
            catch (NotJudgedException exception)
            {
                first ??= exception;
            }
        }

        if (CaseContext.Current.Deciding is null)
        {
            throw first ?? new NotJudgedException(
                new(Reporting.Results.ReasonKind.NothingToShow), "the target gave no answer of the kind that the rule judges");
        }
    }

    /// <summary>
    /// Ends the case where its 400 says nothing of its own, because a read, which has nothing that could be wrong with it,
    /// is refused with 400 as well.
    /// </summary>
    protected static async Task SkipWhereReadsAreRefused(Operation operation, Exchange exchange)
    {
        if (exchange.Response?.Status == 400
            && await Target.Valid(
                Operations.Find(operation.Key == KeyKind.Admin ? "organization.get" : "models.list")) is { Response.Status: 400 })
        {
            Skip.See("version.accepted", "a valid read is refused with 400 as well");
        }
    }
}
