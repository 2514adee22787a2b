using Conformance.Reporting.Results;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;

namespace Conformance.Suite.Running;

/// <summary>Has the run judge a case, and tells the runner what came of it.</summary>
internal sealed class CaseCommand(TestCommand inner) : DelegatingTestCommand(inner)
{
    public override TestResult Execute(TestExecutionContext context)
    {
        var one = (Case)Test.Properties.Get(nameof(Case))!;
        var run = Run.Current ?? throw new InvalidOperationException("no run was started");
        var result = run.Judge(one).GetAwaiter().GetResult();
        if (run.End.Reason?.Kind == ReasonKind.Interrupted)
        {
            // The thousands of cases that are left would only keep the process from cleaning up in time.
            run.End.WhenSettled.Wait();
        }

        if (run.End.Why is { } why && result.Reason == run.End.Reason)
        {
            // The results say it of every case that is left; the runner hears it once.
            context.CurrentResult.SetResult(ResultState.Inconclusive, $"not judged: {why}", "");
        }
        else
        {
            Report(context.CurrentResult, result, run.IsBrief);
        }

        return context.CurrentResult;
    }

    private static void Report(TestResult target, CaseResult result, bool isBrief)
    {
        var state = result.Verdict switch
        {
            Verdict.Fail => ResultState.Failure,
            Verdict.Error => ResultState.Error,
            Verdict.Warn => ResultState.Warning,
            Verdict.Skip or Verdict.Waived => ResultState.Ignored,
            _ => ResultState.Success,
        };
        var message = result.Verdict is Verdict.Warn or Verdict.Error
            ? $"{result.Verdict.ToString().ToLowerInvariant()}: {result.Message}"
            : result.Message;
        target.SetResult(state, isBrief && state.Status is not TestStatus.Failed ? "" : message ?? "", "");
    }
}
