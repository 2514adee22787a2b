using System.Text.Json;
using System.Text.RegularExpressions;
using Conformance.Reporting.Secrets;

namespace Conformance.Suite.Examples;

/// <summary>What came of running an example, without secrets.</summary>
/// <param name="ExitCode">The exit code; null when it did not end in time.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Errors">What it printed on standard error.</param>
internal sealed partial record ExampleRun(int? ExitCode, string Output, string Errors)
{
    private const int MostEvidence = 4 * 1024;
    private const int MostReported = 240;

    /// <summary>What it printed, as evidence: both streams, cut.</summary>
    public string Evidence =>
        Cut(string.Join('\n', new[] { Output.TrimEnd(), Errors.TrimEnd() }.Where(text => text.Length > 0)), MostEvidence);

    /// <summary>What it reported, in one line: the error that ended it, or else the last that it said.</summary>
    public string Reported
    {
        get
        {
            var error = ErrorLine().Matches(Errors).LastOrDefault()?.Value ?? LastLine(Errors);
            return Cut(error.Length > 0 ? error : AnswerError() ?? (Output.Length > 0 ? LastLine(Output) : "nothing"), MostReported);
        }
    }

    /// <summary>The JSON that it printed; null where that is none.</summary>
    public JsonElement? Json
    {
        get
        {
            try
            {
                return JsonElement.Parse(Output);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>Takes the secrets out of all that is kept.</summary>
    public ExampleRun Without(Redactor secrets) => this with { Output = secrets.Text(Output), Errors = secrets.Text(Errors) };

    private static string LastLine(string text) => text.TrimEnd().ReplaceLineEndings("\n").Split('\n')[^1].Trim();

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most] + "…";

    private string? AnswerError() =>
        Json is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("error", out var error)
            ? $"the error {error.GetRawText()}"
            : null;

    // As the runtimes name it at the start of a line: "AuthenticationError: 401 …", "anthropic.AuthenticationError: …".
    [GeneratedRegex(@"^[\w.]*(?:Error|Exception)(?: \[\w+\])?:.*$", RegexOptions.Multiline)]
    private static partial Regex ErrorLine();
}
