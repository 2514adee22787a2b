using System.Diagnostics;
using Conformance.Reporting.Results;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;

namespace Conformance.Suite.Running;

/// <summary>Runs the method of a rule for one case and turns what comes of it into a verdict.</summary>
internal sealed class CaseCommand(TestCommand inner) : DelegatingTestCommand(inner)
{
    public override TestResult Execute(TestExecutionContext context)
    {
        var one = (Case)Test.Properties.Get(nameof(Case))!;
        var run = Run.Current ?? throw new InvalidOperationException("no run was started");
        if (run.NotJudged is not null)
        {
            return NotJudged(context, run);
        }

        var record = new CaseRecord(one);
        CaseRecord.Enter(record);
        var started = Stopwatch.GetTimestamp();
        var outcome = Outcome(context, run, one);
        CaseRecord.Enter(null);
        if (run.Interrupted.IsCancellationRequested)
        {
            return NotJudged(context, run);
        }

        var result = run.Add(record, outcome, Stopwatch.GetElapsedTime(started));
        Report(context.CurrentResult, result);
        return context.CurrentResult;
    }

    // The target is gone, or the run was interrupted: the results say so of every case left.
    private static TestResult NotJudged(TestExecutionContext context, Run run)
    {
        context.CurrentResult.SetResult(ResultState.Inconclusive, $"not judged: {run.NotJudged}", "");
        return context.CurrentResult;
    }

    private CaseOutcome Outcome(TestExecutionContext context, Run run, Case one)
    {
        try
        {
            run.Prepare(one).GetAwaiter().GetResult();
            innerCommand.Execute(context);
            return context.CurrentResult.ResultState.Status == TestStatus.Failed
                ? CaseOutcome.Broken(context.CurrentResult.Message ?? "")
                : CaseOutcome.Kept;
        }
        catch (Exception exception)
        {
            return CaseOutcome.Of(exception is NUnitException { InnerException: { } cause } ? cause : exception);
        }
    }

    private static void Report(TestResult target, CaseResult result)
    {
        var state = result.Verdict switch
        {
            Verdict.Fail => ResultState.Failure,
            Verdict.Error => ResultState.Error,
            Verdict.Warn => ResultState.Warning,
            Verdict.Skip or Verdict.Waived => ResultState.Ignored,
            _ => ResultState.Success,
        };
        var message = result.Verdict is Verdict.Warn or Verdict.Error ? $"{result.Verdict.ToString().ToLowerInvariant()}: {result.Message}" : result.Message;
        target.SetResult(state, message ?? "", "");
    }
}
