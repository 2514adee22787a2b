using Conformance.Reporting.Results;

namespace Conformance.Reporting.Causes;

/// <summary>
/// What is wrong with a target as a case shows it, whatever rule sees it: two cases with equal symptoms are mended at once.
/// </summary>
/// <param name="Kind">What kind of thing is wrong, such as <c>missing header</c>.</param>
/// <param name="What">Which one, such as the header's name.</param>
internal sealed record Symptom(string Kind, string What)
{
    private const string ContentType = "content-type";
    private const int TooLarge = 413;

    /// <summary>The symptom of a case.</summary>
    public static Symptom Of(RunResult run, CaseResult result)
    {
        var deciding = run.DecidingOf(result);
        if (result.Marks.Count > 0 && result.Marks.All(mark => mark.Part == MarkedPart.MissingHeader))
        {
            return new Symptom(
                "missing header", string.Join(' ', result.Marks.Select(mark => mark.Text?.ToLowerInvariant()).Distinct().Order()));
        }

        if (
            deciding is { Response: { Status: >= 400 } refusal } && MediaType(refusal) is { } type && !IsJson(type)
                && IsAboutTheAnswer(result, refusal.Status))
        {
            return new Symptom("error that is not JSON", $"{refusal.Status} {type}");
        }

        // Without a mark nothing says that two rules look at the same thing.
        var marks = result.Marks.Count == 0
            ? result.Rule
            : string.Join(
                ' ',
                result.Marks.Select(
                    mark => $"{mark.Part}:{Observation.Template(mark.Text, result.Operation)}").Order(StringComparer.Ordinal));
        var came = result.Came ?? (deciding is { Response: null } ? deciding.Outcome : result.Message);
        return new Symptom(
            $"{marks} {Observation.Template(result.Expected, result.Operation)}", Observation.Template(came, result.Operation));
    }

    // That a body is refused as too large is one thing, and how the refusal looks another.
    private static bool IsAboutTheAnswer(CaseResult result, int status) =>
        result.Marks.Count > 0 && result.Marks.All(mark => mark.Part is MarkedPart.Body or MarkedPart.Text
            || (mark.Part == MarkedPart.Status && status != TooLarge)
            || (mark.Part == MarkedPart.Header && mark.Text?.Equals(ContentType, StringComparison.OrdinalIgnoreCase) == true));

    private static string? MediaType(ResponseInfo response) => response.Headers
        .FirstOrDefault(
            header => header.Name.Equals(ContentType, StringComparison.OrdinalIgnoreCase))?.Value.Split(';')[0].Trim().ToLowerInvariant();

    private static bool IsJson(string type) => type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal);
}
