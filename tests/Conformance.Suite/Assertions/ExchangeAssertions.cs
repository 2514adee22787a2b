using System.Text;
using System.Text.Json;
using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Suite.Running;
using Conformance.Wire;
using FluentAssertions;
using FluentAssertions.Execution;
using FluentAssertions.Primitives;

namespace Conformance.Suite.Assertions;

/// <summary>
/// What rules assert of an exchange. Each assertion judges one thing, so that one broken promise is one failure: a status is not
/// judged by its body, nor an envelope by its label. It records what it judged: the exchange, what was expected, what came and
/// which part of the exchange decided. An exchange that says nothing about the contract is judged by none.
/// </summary>
public sealed class ExchangeAssertions(Exchange exchange) : ReferenceTypeAssertions<Exchange, ExchangeAssertions>(exchange)
{
    private const int ShownCharacters = 80;
    private const int ShownWords = 160;

    private static readonly Mark[] TheStatus = [new(MarkedPart.Status)];
    private static readonly Mark[] TheBody = [new(MarkedPart.Body)];

    /// <inheritdoc />
    protected override string Identifier => "exchange";

    /// <summary>The answer in few words: its status, after what provoked it where that is known (<c>malformed-json 400</c>).</summary>
    public string Answer =>
        CaseContext.Current.NameOf(Subject) is { } what && Response.Status >= 400 ? $"{what} {Response.Status}" : $"{Response.Status}";

    private Response Response => Subject.Response!;

    /// <summary>
    /// The request is refused with this status, by the API itself: a status without the documented error in the body is another
    /// rule's to judge, and is no pass here.
    /// </summary>
    /// <param name="status">The documented status.</param>
    /// <param name="errorType">The documented type.</param>
    public AndConstraint<ExchangeAssertions> BeRefusedWith(int status, string errorType) =>
        BeRefusedBy([status], $"{status} {errorType}");

    /// <summary>The request is refused with one of these statuses, by the API itself.</summary>
    public AndConstraint<ExchangeAssertions> BeRefusedWithOneOf(params int[] statuses) =>
        BeRefusedBy(statuses, $"one of {string.Join(", ", statuses)}");

    /// <summary>The request is refused with some 4xx, by the API itself.</summary>
    public AndConstraint<ExchangeAssertions> BeRefused() => BeRefusedBy([.. Enumerable.Range(400, 100)], "a 4xx");

    /// <summary>The request is answered with this status.</summary>
    public AndConstraint<ExchangeAssertions> HaveStatus(int status) => HaveStatusIn([status], $"{status}");

    /// <summary>The request is answered with the status that another one is.</summary>
    /// <param name="other">The other exchange.</param>
    /// <param name="what">What the other request is.</param>
    public AndConstraint<ExchangeAssertions> BeAnsweredLike(Exchange other, string what) =>
        HaveStatusIn([other.Response!.Status], $"{other.Response.Status}, as for {what}");

    /// <summary>The request is not answered with any of these statuses.</summary>
    public AndConstraint<ExchangeAssertions> NotHaveStatus(params int[] statuses) =>
        NotHaveStatus(statuses, $"neither {string.Join(" nor ", statuses)}");

    /// <summary>The request is not answered with any of these statuses.</summary>
    /// <param name="statuses">The statuses.</param>
    /// <param name="expected">What is expected instead, in one line.</param>
    public AndConstraint<ExchangeAssertions> NotHaveStatus(IReadOnlyCollection<int> statuses, string expected)
    {
        Judgeable();
        return Hold(!statuses.Contains(Response.Status), expected, Came(), Words(), TheStatus);
    }

    /// <summary>The answer has at least one field line of a name, and the first is not empty.</summary>
    public AndConstraint<ExchangeAssertions> HaveHeader(string name)
    {
        Judgeable();
        var values = Response.HeaderValues(name);
        return Hold(
            values is [{ Length: > 0 }, ..],
            $"the header {name} on the {Answer}",
            values.Count == 0 ? "none" : values[0].Length == 0 ? "an empty one" : Cut(values[0]),
            new Mark(values.Count == 0 ? MarkedPart.MissingHeader : MarkedPart.Header, name));
    }

    /// <summary>A condition on the header fields of a name, of which there is at least one.</summary>
    /// <param name="name">The name.</param>
    /// <param name="condition">Whether the promise is kept.</param>
    /// <param name="expected">What was expected, in one line.</param>
    /// <param name="came">What came.</param>
    public AndConstraint<ExchangeAssertions> HoldOfHeader(string name, bool condition, string expected, string came) =>
        Hold(
            condition,
            expected,
            came,
            new Mark(Subject.Response?.Header(name) is null ? MarkedPart.MissingHeader : MarkedPart.Header, name));

    /// <summary>The answer is labelled with this media type; parameters are not looked at.</summary>
    public AndConstraint<ExchangeAssertions> HaveMediaType(string mediaType)
    {
        Judgeable();
        return HoldOfHeader(
            HeaderNames.ContentType,
            Response.MediaType == mediaType,
            $"content-type: {mediaType} on the {Answer}",
            Response.Header(HeaderNames.ContentType) is { } label ? $"content-type: {Cut(label)}" : "no content-type");
    }

    /// <summary>The error has the documented envelope (Errors page): type, error.type, error.message.</summary>
    public AndConstraint<ExchangeAssertions> HaveErrorEnvelope()
    {
        var json = ErrorJson();
        return Hold(
            AnswerBody.Text(json, "type") == "error"
                && AnswerBody.Text(json, "error", "type") is not null
                && AnswerBody.Member(json, "error", "message") is not null,
            """{"type":"error","error":{"type":…,"message":…}} on the """ + Answer,
            Cut(json.GetRawText()),
            TheBody);
    }

    /// <summary>The answer's JSON, read as an error; whether it is JSON at all is for the content rules to judge.</summary>
    /// <exception cref="NotJudgedException">It is none.</exception>
    public JsonElement ErrorJson()
    {
        Judgeable();
        if (AnswerBody.Json(Subject) is { } json)
        {
            return json;
        }

        NotJson("content.error-json", "content.body-parses");
        return default;
    }

    /// <summary>The answer's JSON, read as a success; whether it is JSON at all is for the content rules to judge.</summary>
    /// <exception cref="NotJudgedException">It is none.</exception>
    public JsonElement SuccessJson()
    {
        Judgeable();
        if (AnswerBody.Json(Subject) is { } json)
        {
            return json;
        }

        NotJson("content.response-json", "content.body-parses");
        return default;
    }

    /// <summary>Asserts a condition, with what was expected, what came and which part decided.</summary>
    /// <exception cref="NotJudgedException">The exchange says nothing about the contract.</exception>
    public AndConstraint<ExchangeAssertions> Hold(bool condition, string expected, string came, params Mark[] marks) =>
        Hold(condition, expected, came, null, marks);

    /// <summary>Asserts that what decided stands in the body, or is lacking from it.</summary>
    /// <param name="condition">Whether the promise is kept.</param>
    /// <param name="expected">What was expected, in one line.</param>
    /// <param name="came">What came.</param>
    /// <param name="text">The text in the body that decided; the whole body where it is not there as it is.</param>
    public AndConstraint<ExchangeAssertions> HoldOfBody(bool condition, string expected, string came, string? text = null) => Hold(
        condition,
        expected,
        came,
        text is { Length: > 0 } && Subject.Response is { } response
            && Encoding.UTF8.GetString(response.Body.Span).Contains(text, StringComparison.Ordinal)
            ? new Mark(MarkedPart.Text, text)
            : new Mark(MarkedPart.Body));

    /// <summary>Status, and error type or media type of the answer; how it ended where there is none.</summary>
    public string Came()
    {
        if (Subject.Response is not { } response || Subject.Outcome != Outcome.Answered)
        {
            return Subject.Detail ?? Subject.Outcome.ToString().ToLowerInvariant();
        }

        var type = AnswerBody.ErrorType(Subject);
        return response switch
        {
            { BodyLength: 0 } => $"{response.Status} with an empty body",
            _ when type is not null => $"{response.Status} {Cut(type)}",
            { Status: >= 400 } or { MediaType: not MediaTypes.Json } =>
                $"{response.Status} {response.MediaType ?? "without a content-type"}",
            _ => $"{response.Status}",
        };
    }

    /// <summary>What the target itself says of it; null where it says nothing.</summary>
    public string? Words() =>
        AnswerBody.Text(AnswerBody.Json(Subject), "error", "message") is { Length: > 0 } message && Response.Status >= 400
            ? Cut(CaseContext.Current.Shown(message), ShownWords)
            : null;

    private AndConstraint<ExchangeAssertions> BeRefusedBy(int[] statuses, string expected)
    {
        Judgeable();
        HaveStatusIn(statuses, expected);
        var status = Response.Status;
        var json = AnswerBody.Json(Subject);
        if (json is null)
        {
            NotJson("content.error-json", "content.body-parses");
        }

        // The 413 of an edge has no envelope around its error, and that is for a rule of its own.
        if (AnswerBody.Text(json, "error", "type") is not { } type || (status != 413 && AnswerBody.Text(json, "type") != "error"))
        {
            Skip.See(status == 413 ? "size.error-type" : "error.envelope", $"the {status} has not the envelope of an error");
        }
        else if (type != ErrorTypes.For(status))
        {
            Skip.See(status == 413 ? "size.error-type" : "error.type-matches-status", $"the {status} is a {Cut(type)}");
        }

        return new AndConstraint<ExchangeAssertions>(this);
    }

    private AndConstraint<ExchangeAssertions> HaveStatusIn(int[] statuses, string expected)
    {
        Judgeable();
        return Hold(statuses.Contains(Response.Status), expected, Came(), Words(), TheStatus);
    }

    private void NotJson(string label, string content)
    {
        var rule = Response.Status == 413 ? "size.error-json" : Response.MediaType == MediaTypes.Json ? content : label;
        Skip.See(
            rule, Response.BodyLength == 0 ? $"the {Response.Status} has an empty body" : $"the body of the {Response.Status} is no JSON");
    }

    private void Judgeable() => Unjudgeable.Refuse(Subject, CaseContext.Current.Case.Rule.Attribute.Judges);

    private AndConstraint<ExchangeAssertions> Hold(bool condition, string expected, string came, string? words, Mark[] marks)
    {
        Judgeable();
        var judgement = new Judgement(Subject, condition, expected, came, marks) { Words = words };
        CaseContext.Current.Add(judgement);
        Execute.Assertion.ForCondition(condition).FailWith(Literally(judgement.Message));
        return new AndConstraint<ExchangeAssertions>(this);
    }

    private static string Cut(string text, int characters = ShownCharacters) => text.Length <= characters ? text : text[..characters] + "…";

    // The assertion library reads braces as places to fill in.
    private static string Literally(string text) =>
        text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
}
