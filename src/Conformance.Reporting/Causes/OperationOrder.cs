using Conformance.Reporting.Results;

namespace Conformance.Reporting.Causes;

/// <summary>The order in which the documentation has the operations of a run; cases that concern none come first.</summary>
internal sealed class OperationOrder(RunResult run)
{
    private readonly Dictionary<string, int> _places =
        run.Operations.Select((operation, index) => (operation.Id, index)).DistinctBy(pair => pair.Id).ToDictionary();

    public int Of(CaseResult result) => result.Operation is { } operation ? _places.GetValueOrDefault(operation, int.MaxValue) : -1;
}
