using System.Text.Json;
using Conformance.Contract;
using Conformance.Suite.Running;
using Conformance.Wire;
using FluentAssertions;
using FluentAssertions.Execution;
using FluentAssertions.Primitives;
using NUnit.Framework;

namespace Conformance.Suite.Assertions;

/// <summary>
/// What rules assert of an exchange. Each assertion judges one thing, so that one broken promise is one failure: a
/// status is not judged by its body, nor an envelope by its label. Every message says what was expected and what came.
/// </summary>
public sealed class ExchangeAssertions(Exchange exchange) : ReferenceTypeAssertions<Exchange, ExchangeAssertions>(exchange)
{
    private const int ShownCharacters = 80;

    /// <inheritdoc />
    protected override string Identifier => "exchange";

    /// <summary>The request is refused with this status.</summary>
    /// <param name="status">The documented status.</param>
    /// <param name="errorType">The documented type; whether it is the one is for <c>error.type-matches-status</c> to judge.</param>
    public AndConstraint<ExchangeAssertions> BeRefusedWith(int status, string errorType) =>
        Hold(Subject.Response!.Status == status, $"{status} {errorType}", Came());

    /// <summary>The request is refused with one of these statuses.</summary>
    public AndConstraint<ExchangeAssertions> BeRefusedWithOneOf(params int[] statuses) =>
        Hold(statuses.Contains(Subject.Response!.Status), $"one of {string.Join(", ", statuses)}", Came());

    /// <summary>The request is refused with some 4xx.</summary>
    public AndConstraint<ExchangeAssertions> BeRefused() =>
        Hold(Subject.Response!.Status is >= 400 and < 500, "a 4xx", Came());

    /// <summary>The request is answered with this status.</summary>
    public AndConstraint<ExchangeAssertions> HaveStatus(int status) =>
        Hold(Subject.Response!.Status == status, $"{status}", Came());

    /// <summary>The request is answered with the status that another one is.</summary>
    /// <param name="other">The other exchange.</param>
    /// <param name="what">What the other request is.</param>
    public AndConstraint<ExchangeAssertions> BeAnsweredLike(Exchange other, string what) =>
        Hold(Subject.Response!.Status == other.Response!.Status, $"{other.Response.Status}, as for {what}", Came());

    /// <summary>The request is not answered with any of these statuses.</summary>
    public AndConstraint<ExchangeAssertions> NotHaveStatus(params int[] statuses) =>
        Hold(!statuses.Contains(Subject.Response!.Status), $"neither {string.Join(" nor ", statuses)}", Came());

    /// <summary>The answer has exactly one field line of a name, and it is not empty.</summary>
    public AndConstraint<ExchangeAssertions> HaveHeader(string name) => Hold(
        Subject.Response!.HeaderValues(name) is [{ Length: > 0 }, ..],
        $"the header {name} on the {Subject.Response.Status}",
        Subject.Response.HeaderValues(name).Count == 0 ? "none" : "an empty one");

    /// <summary>The answer is labelled with this media type; parameters are not looked at.</summary>
    public AndConstraint<ExchangeAssertions> HaveMediaType(string mediaType) => Hold(
        Subject.Response!.MediaType == mediaType,
        $"content-type: {mediaType} on the {Subject.Response.Status}",
        Subject.Response.Header(HeaderNames.ContentType) is { } label ? $"content-type: {Cut(label)}" : "no content-type");

    /// <summary>The error has the documented envelope (Errors page): type, error.type, error.message.</summary>
    public AndConstraint<ExchangeAssertions> HaveErrorEnvelope() => Hold(
        AnswerBody.Member(ErrorJson(), "type") is { ValueKind: JsonValueKind.String } type && type.GetString() == "error"
            && AnswerBody.Member(ErrorJson(), "error") is { ValueKind: JsonValueKind.Object } error
            && error.TryGetProperty("type", out var inner) && inner.ValueKind == JsonValueKind.String
            && error.TryGetProperty("message", out _),
        """{"type":"error","error":{"type":…,"message":…}} on the """ + Subject.Response!.Status,
        Cut(ErrorJson().GetRawText()));

    /// <summary>The answer's JSON, read as an error; a case whose answer is no JSON is for the content rules to judge.</summary>
    public JsonElement ErrorJson()
    {
        if (AnswerBody.Json(Subject) is not { } json)
        {
            Assert.Ignore($"not judged: the body of the {Subject.Response!.Status} is no JSON, see content.error-json and content.body-parses");
            throw new InvalidOperationException("Ignore throws");
        }

        return json;
    }

    /// <summary>Asserts a condition, with what was expected and what came in one line each.</summary>
    public AndConstraint<ExchangeAssertions> Hold(bool condition, string expected, string came)
    {
        CaseRecord.Current.Expected = expected;
        Execute.Assertion.ForCondition(condition).FailWith(Literally($"expected {expected}, but {Subject.Request} came to {came}"));
        return new AndConstraint<ExchangeAssertions>(this);
    }

    /// <summary>Status, error type and label of the answer, for a message.</summary>
    public string Came()
    {
        if (Subject.Response is not { } response)
        {
            return Subject.Detail ?? Subject.Outcome.ToString();
        }

        var type = AnswerBody.ErrorType(Subject);
        var body = response.BodyLength == 0 ? ", an empty body" : type is null && response.MediaType != MediaTypes.Json ? $", {response.MediaType ?? "no content-type"}" : "";
        return $"{response.Status}{(type is null ? "" : " " + Cut(type))}{body}";
    }

    private static string Cut(string text) => text.Length <= ShownCharacters ? text : text[..ShownCharacters] + "…";

    // The assertion library reads braces as places to fill in.
    private static string Literally(string text) => text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
}
