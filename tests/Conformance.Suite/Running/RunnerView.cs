namespace Conformance.Suite.Running;

/// <summary>What the command line asks the runner to show, and how it is therefore told of the run.</summary>
/// <param name="arguments">The command line of the suite.</param>
internal sealed class RunnerView(IReadOnlyList<string> arguments)
{
    private static readonly string[] Choices = ["--show-test-results", "--output"];
    private static readonly string[] Selections = ["--filter", "--filter-uid", "--treenode-filter"];

    /// <summary>Whether <c>dotnet test</c> started the process and waits to hear what ran.</summary>
    public bool IsUnderDotnetTest { get; } = arguments.Contains("dotnettestcli");

    /// <summary>Whether nobody asks for single cases: the summary at the end groups them by their cause.</summary>
    public bool IsBrief => !arguments.Contains("--server") && !Has(Choices);

    /// <summary>
    /// Whether the run itself tells the runner of its tests, those that were left out included. What selects tests, or speaks to an
    /// editor, needs those that NUnit builds.
    /// </summary>
    public bool IsToldByTheRun => (IsUnderDotnetTest || !arguments.Contains("--server")) && !Has(Selections);

    /// <summary>
    /// Whether each case is a test of the runner's, and not each rule: <c>dotnet test</c> shows a block of each test that has not
    /// passed, and takes no option against it.
    /// </summary>
    public bool ShowsCases => !IsUnderDotnetTest || (Has(Choices) && !IsAsked("none"));

    /// <summary>Whether the runner hears of skipped cases: where it can keep them to itself, or where they are asked for.</summary>
    public bool ShowsSkipped => !IsUnderDotnetTest || IsAsked("skipped") || IsAsked("all");

    private bool Has(string[] options) => arguments.Any(argument => options.Contains(argument.Split('=', ':')[0]));

    private bool IsAsked(string value) => arguments.SelectMany(argument => argument.Split('=', ':', ',', ' ')).Contains(
        value, StringComparer.OrdinalIgnoreCase);
}
