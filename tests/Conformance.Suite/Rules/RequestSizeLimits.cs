using System.Globalization;
using System.Text.Json;
using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using Conformance.Suite.Sizes;
using Conformance.Suite.Uploads;
using Conformance.Wire;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>"Request size limits": 32 MB, 256 MB and 500 MB, and the 413 above them.</summary>
public sealed class RequestSizeLimits : ContractTests
{
    // A connection that ended under the next request is evidence where it ends each time.
    private const int MoreTries = 3;

    private const string Section = "Request size limits";
    private const string Limits = "Standard endpoints (Messages, Token Counting): 32 MB … Batch API: 256 MB … Files API: 500 MB";
    private const string TooLarge = "If you exceed this limit, you'll receive a 413 `request_too_large` error from Cloudflare.";
    private const string ErrorsAreJson =
        "Errors are always returned as JSON, with a top-level `error` object that always includes a `type` and `message` value.";

    [Rule("size.ladder", Must, "2025-08", "Nothing below the limit is refused for its size", Judges = JudgedOutcomes.NoAnswer,
        DependsOn = ["content.framing", "content.upload-accepted", "error.envelope"])]
    [Clause(Documents.Overview2025August, Section, Limits)]
    [Uploads(UploadKind.Ladder)]
    [EveryOperation(WithSizeLimit = true, Variants = [SizeVariants.ContentLength, SizeVariants.Chunked, SizeVariants.Content])]
    public async Task Nothing_below_the_limit_is_refused(Operation operation, string variant)
    {
        Measure(operation);
        var small = await Sizes.Yardstick(operation, variant);
        var passed = (long)small.Request.Body!.Length;
        foreach (var rung in SizeLadder.Below(Sizes.Limit(operation)))
        {
            var exchange = await Target.TrySend(Sizes.Variant(operation, rung, variant));
            Measure(rung, exchange);
            var passes = Passes(exchange, small);
            var found = passes ? "" : await Locate(operation, variant, passed, rung);
            exchange.Should().Hold(
                passes,
                $"{small.Response!.Status} to {Bytes(rung)}, below the limit of {Sizes.Limit(operation)}",
                Came(exchange) + found,
                Decided(exchange));

            passed = rung;
        }
    }

    [Rule("size.at-limit", Must, "2025-08", "A body as large as the limit allows is accepted", Judges = JudgedOutcomes.NoAnswer,
        DependsOn = ["content.framing", "content.upload-accepted", "error.envelope"])]
    [Clause(Documents.Overview2025August, Section, Limits)]
    [Uploads(UploadKind.AtLimit)]
    [EveryOperation(
        WithSizeLimit = true,
        Variants = [SizeVariants.ContentLength, SizeVariants.Chunked, SizeVariants.Expect, SizeVariants.Http2, SizeVariants.Content])]
    public async Task A_body_at_the_limit_is_accepted(Operation operation, string variant)
    {
        Measure(operation);
        var small = await Sizes.Yardstick(operation, variant);
        var exchange = await Sizes.AtLimit(operation, variant);
        var limit = Sizes.Limit(operation);
        Measure(limit.Accepted, exchange);
        var passes = Passes(exchange, small);
        var found = passes
            ? ""
            : await Locate(
                operation, variant, small.Request.Body!.Length, limit.Accepted) + await Rewrites(operation, variant, exchange, over: false);
        exchange.Should().Hold(
            passes, $"{small.Response!.Status} to {Bytes(limit.Accepted)}, as to a small body", Came(exchange) + found, Decided(exchange));
    }

    [Rule(
        "size.over-limit", Must, "2025-08", "A body one byte larger than the limit allows is refused with 413", Judges =
            JudgedOutcomes.NoAnswer,
        DependsOn =
        [
            "size.answer-delivered", "size.error-json", "size.error-type", "version.accepted", "content.framing",
            "content.upload-accepted", "error.envelope",
        ])]
    [Clause(Documents.Overview2025August, Section, TooLarge)]
    [Uploads(UploadKind.OverLimit)]
    [EveryOperation(
        WithSizeLimit = true,
        Variants = [SizeVariants.ContentLength, SizeVariants.Chunked, SizeVariants.Expect, SizeVariants.Http2, SizeVariants.Content])]
    public async Task A_body_over_the_limit_is_refused(Operation operation, string variant)
    {
        Measure(operation);
        await Sizes.Yardstick(operation, variant);
        var exchange = Deciding(await Sizes.OverLimit(operation, variant));
        var limit = Sizes.Limit(operation);
        Measure(limit.Refused + 1, exchange);
        if (exchange.Response is null)
        {
            Skip.See("size.answer-delivered", $"no answer came ({exchange.Detail})");
        }

        await SkipWhereReadsAreRefused(operation, exchange);
        var found = exchange.Response?.Status == 413 ? "" : await Rewrites(operation, variant, exchange, over: true);
        exchange.Should().Hold(
            exchange.Response?.Status == 413, $"413 to {Bytes(limit.Refused + 1)}", Came(exchange) + found, Decided(exchange));
        exchange.Should().BeRefusedWith(413, ErrorTypes.RequestTooLarge);
    }

    [Rule("size.error-type", Must, "2025-08", "The 413 is a request_too_large", Judges = JudgedOutcomes.NoAnswer, Reads = Reads.TooLarge)]
    [Clause(Documents.Overview2025August, Section, TooLarge)]
    [Uploads(UploadKind.OverLimit)]
    [EveryOperation(
        WithSizeLimit = true, Variants = [SizeVariants.ContentLength, SizeVariants.Chunked, SizeVariants.Expect, SizeVariants.Http2])]
    public async Task The_413_is_a_request_too_large(Operation operation, string variant)
    {
        var exchange = await Sizes.Refusal(operation, variant);
        var type = AnswerBody.Text(exchange.Should().ErrorJson(), "error", "type");
        exchange.Should().HoldOfBody(
            type == ErrorTypes.RequestTooLarge, $"error.type {ErrorTypes.RequestTooLarge} on the 413", type ?? "none", type);
    }

    [Rule(
        "size.error-json", Must, "2025-08", "The 413 is JSON, and labelled so", Judges = JudgedOutcomes.NoAnswer,
        DependsOn = ["size.over-limit", "size.answer-delivered"])]
    [Clause(Documents.Errors, "Error shapes", ErrorsAreJson)]
    [Uploads(UploadKind.OverLimit)]
    [EveryOperation(
        WithSizeLimit = true, Variants = [SizeVariants.ContentLength, SizeVariants.Chunked, SizeVariants.Expect, SizeVariants.Http2])]
    public async Task The_413_is_json(Operation operation, string variant)
    {
        var exchange = await Sizes.Refusal(operation, variant);
        exchange.Should().HaveMediaType(MediaTypes.Json);
        exchange.Should().HoldOfBody(
            AnswerBody.Json(exchange) is not null,
            "a JSON text on the 413",
            exchange.Response!.BodyLength == 0 ? "an empty body" : "a body that does not parse");
    }

    [Rule(
        "size.envelope", Should, "2025-08", "The 413 has the full envelope of an error", Judges = JudgedOutcomes.NoAnswer,
        Reads = Reads.TooLarge)]
    [Clause(Documents.Errors, "Error shapes", ErrorsAreJson)]
    [Uploads(UploadKind.OverLimit)]
    [EveryOperation(
        WithSizeLimit = true, Variants = [SizeVariants.ContentLength, SizeVariants.Chunked, SizeVariants.Expect, SizeVariants.Http2])]
    public async Task The_413_has_the_envelope(Operation operation, string variant) =>
        (await Sizes.Refusal(operation, variant)).Should().HaveErrorEnvelope();

    [Rule(
        "size.answer-delivered", Must, "2025-08", "The refusal of a large body arrives: the connection is not reset under it",
        Judges = JudgedOutcomes.NoAnswer)]
    [Clause(
        Documents.Rfc9112, "9.6 Tear-down",
        "If a server performs an immediate close of a TCP connection, there is a significant risk that the client will not be able to "
            + "read the last HTTP response.")]
    [Uploads(UploadKind.OverLimit)]
    [EveryOperation(
        WithSizeLimit = true, Variants = [SizeVariants.ContentLength, SizeVariants.Chunked, SizeVariants.Expect, SizeVariants.Http2])]
    public async Task The_refusal_is_delivered(Operation operation, string variant)
    {
        Measure(operation);
        var exchanges = await Sizes.OverLimit(operation, variant);
        var delivered = exchanges.Count(exchange => exchange.Outcome == Outcome.Answered);
        var deciding = exchanges.FirstOrDefault(exchange => exchange.Outcome != Outcome.Answered) ?? exchanges[0];
        Observe("delivered", $"{delivered} of {exchanges.Count}");
        var isOnce = exchanges.Count - delivered == 1 && delivered > 1;
        if (isOnce || (delivered > 0 && delivered < exchanges.Count && await Target.Unanswered(operation) is not null))
        {
            // The way ends connections by itself, so that a lost answer says nothing of the target; those that arrived do.
            CaseContext.Current.NeededPatience = true;
            deciding = exchanges.First(exchange => exchange.Outcome == Outcome.Answered);
            delivered = exchanges.Count;
        }

        Measure(deciding.Request.Body!.Length, deciding);
        deciding.Should().Hold(
            delivered == exchanges.Count,
            "an answer",
            $"{delivered} of {exchanges.Count} delivered: {deciding.Detail}",
            new Mark(MarkedPart.Outcome),
            new Mark(MarkedPart.Sent));
    }

    [Rule("size.next-request", Must, "2025-08", "The request after a refused upload works", Judges = JudgedOutcomes.NoAnswer)]
    [Clause(
        Documents.Rfc9112, "9.3 Persistence",
        "A server that does not read the entire request message body … must close the connection after sending its response; otherwise "
            + "the remaining body on a persistent connection would be misinterpreted as the next request.")]
    [Uploads(UploadKind.Refused)]
    [EveryOperation(WithSizeLimit = true, Variants = [SizeVariants.ContentLength, SizeVariants.Chunked])]
    public async Task The_request_after_a_refused_one_works(Operation operation, string variant)
    {
        var expected = await Sizes.Small(operation);
        var exchanges = await Sizes.OverLimitInTurn(operation, variant);
        for (var again = 0;
            again < MoreTries && exchanges.Skip(1).Any(exchange => exchange.Outcome == Outcome.Reset)
                && CaseContext.Current.Run.Plan.TryTake(exchanges[0].Request.Body!.Length);
            again++)
        {
            CaseContext.Current.NeededPatience = true;
            exchanges = await Sizes.OwnOverLimitInTurn(operation, variant);
        }

        Observe("ordinaryClient", exchanges[0] switch
        {
            { WriteFailed: true } => "a broken pipe",
            { Outcome: Outcome.Answered } => "the answer",
            _ => "no answer",
        });
        foreach (var exchange in exchanges.Skip(1))
        {
            exchange.Should().Hold(
                Passes(exchange, expected),
                $"{expected.Response!.Status} to the request after a refused one",
                exchange.Should().Came(),
                Decided(exchange));
        }
    }

    [Rule("size.own-limit", Must, "2025-08", "The limit of the standard endpoints does not bind Batch and Files",
        Judges = JudgedOutcomes.NoAnswer, DependsOn = ["content.upload-accepted", "error.envelope"])]
    [Clause(Documents.Overview2025August, Section, "Specific endpoints have different limits: … Batch API: 256 MB … Files API: 500 MB")]
    [Uploads(UploadKind.OwnLimit)]
    [Operations("batches.create", "files.upload")]
    public async Task The_standard_limit_does_not_bind_others(Operation operation)
    {
        Measure(operation);
        var bytes = Target.Settings.StandardLimit.Refused + 1;
        if (bytes > Sizes.Limit(operation).Accepted)
        {
            Skip.NothingToShow("the run's limit for the operation is not above that of the standard endpoints");
        }

        var small = await Sizes.Yardstick(operation, SizeVariants.ContentLength);
        var exchange = await Target.TrySend(Sizes.Variant(operation, bytes, SizeVariants.ContentLength));
        Measure(bytes, exchange);
        exchange.Should().Hold(Passes(exchange, small), $"{small.Response!.Status} to {Bytes(bytes)}", Came(exchange), Decided(exchange));
    }

    [Rule(
        "size.declared-only", Should, "2025-08", "A declared length over the limit is refused at once, without the body",
        Judges = JudgedOutcomes.NoAnswer, IsAskedOnce = true)]
    [Clause(
        Documents.Rfc9110, "10.1.1 Expect",
        "An origin server … SHOULD send a final status code if the request's method, target and header fields are sufficient to "
            + "determine an immediate response.")]
    [EveryOperation(WithSizeLimit = true)]
    public async Task A_declared_length_alone_is_refused(Operation operation)
    {
        Measure(operation);
        var bytes = Sizes.Limit(operation).Refused + 1;
        var exchange = await Sizes.DeclaredOnly(Sizes.Request(operation, bytes, BodyFraming.DeclaredOnly));
        Measure(bytes, exchange);
        exchange.Should().Hold(
            exchange.Response?.Status is >= 400,
            $"a refusal of content-length: {bytes} within {Sizes.Patience.TotalSeconds:0.#} s",
            Came(exchange),
            new Mark(MarkedPart.Outcome));
    }

    [Rule("size.exact-limit", Info, "2025-08", "The exact byte at which the target turns", Judges = JudgedOutcomes.NoAnswer)]
    [Clause(Documents.Overview2025August, Section, Limits)]
    [Uploads(UploadKind.Search)]
    [EveryOperation(WithSizeLimit = true)]
    public async Task The_exact_limit(Operation operation)
    {
        Measure(operation);
        var limit = Sizes.Limit(operation);
        // What the rules above have sent already is not sent again.
        var small = await Sizes.Small(operation);
        var atLimit = await Sizes.AtLimit(operation, SizeVariants.ContentLength);
        var over = Deciding(await Sizes.OverLimit(operation, SizeVariants.ContentLength));
        Observe(over, "overLimitStatus", over.Response?.Status);
        var low = Passes(atLimit, small) ? limit.Accepted : small.Request.Body!.Length;
        if (Passes(over, small))
        {
            Observe("limitBytes", null);
            Observe("acceptedBytes", limit.Refused + 1);
            return;
        }

        await Locate(operation, SizeVariants.ContentLength, low, limit.Refused + 1);
    }

    [Rule(
        "size.completions", Should, "2025-08", "Text Completions has the limit of the standard endpoints", Judges = JudgedOutcomes.NoAnswer,
        DependsOn = ["size.answer-delivered"], IsAskedOnce = true)]
    [Clause(
        Documents.Overview2025August, Section,
        "Standard endpoints (Messages, Token Counting): 32 MB; the documents of later years say “including”.")]
    [Operations("completions.create")]
    public async Task Text_completions_has_the_standard_limit(Operation operation)
    {
        var bytes = Target.Settings.StandardLimit.Refused + 1;

        // A target that looks at the declared length refuses before a byte of the body is sent.
        var exchange = await Target.TrySend(
            Sizes.Request(operation, bytes, BodyFraming.ExpectOnly) with { Version = System.Net.HttpVersion.Version11 });
        if (exchange.Response?.Status != 413)
        {
            if (!CaseContext.Current.Run.Plan.TryTake(bytes))
            {
                Skip.NothingToShow("the declared length is not refused, and the body itself is not within MaxUpload");
            }

            exchange = await Target.TrySend(Sizes.Request(operation, bytes, BodyFraming.ContentLength));
        }

        Measure(bytes, exchange);
        if (exchange.Response is null)
        {
            Skip.See("size.answer-delivered", $"no answer came ({exchange.Detail})");
        }

        await SkipWhereReadsAreRefused(operation, exchange);
        exchange.Should().Hold(exchange.Response?.Status == 413, $"413 to {Bytes(bytes)}", Came(exchange), Decided(exchange));
    }

    [Rule("size.edge", Info, "2025-08", "Which edge answers the 413", Judges = JudgedOutcomes.NoAnswer, DependsOn = ["size.over-limit"])]
    [Clause(Documents.Overview2025August, Section, TooLarge)]
    [Uploads(UploadKind.OverLimit)]
    [Operations("messages.create")]
    public async Task Which_edge_answers_the_413(Operation operation)
    {
        var exchange = await Sizes.Refusal(operation, SizeVariants.ContentLength);
        var response = exchange.Response!;
        Observe("server", response.Header("server"));
        Observe("via", response.Header("via"));
        Observe("cloudflare", response.Header("cf-ray") is not null);
        Observe("requestId", response.Header(HeaderNames.RequestId) is not null);
        Observe(exchange, "envelope", AnswerBody.Text(AnswerBody.Json(exchange), "type") == "error");
    }

    /// <summary>Says where the two paddings of one size are answered differently: then what is in between writes bodies again.</summary>
    /// <returns>The end of a message that says so.</returns>
    private static async Task<string> Rewrites(Operation operation, string variant, Exchange exchange, bool over)
    {
        if (await Sizes.OtherPaddingIsRefused(operation, variant, over) is not { } other || other == (exchange.Response?.Status == 413))
        {
            return "";
        }

        Observe("rewritesBodies", true);
        return variant == SizeVariants.Content
            ? "; the same size in white space is answered otherwise: bodies are parsed and written again on the way"
            : "; the same size in one long string is answered otherwise: bodies are parsed and written again on the way";
    }

    /// <summary>Finds the byte at which the target turns between two sizes, and what that looks like.</summary>
    /// <returns>The end of a message that says so.</returns>
    private static async Task<string> Locate(Operation operation, string variant, long accepted, long refused)
    {
        if (await new LimitSearch(Target, Sizes, operation, variant).Between(accepted, refused) is not { } found)
        {
            Observe("limitBytes", null);
            Observe("limitBetween", $"{accepted.ToString("N0", CultureInfo.InvariantCulture)} and {Bytes(refused)}");
            return "";
        }

        Observe("limitBytes", found.Limit);
        Observe("limitFoundBy", found.Method);
        if (KnownLimit.Like(found.Limit) is not { } known)
        {
            return $"; it turns at {Bytes(found.Limit)}";
        }

        Observe("limitLooksLike", $"{Bytes(found.Limit)}: {known.Name}");
        Observe("limitSource", known.Source);
        return $"; it turns at {Bytes(found.Limit)}: {known.Name}";
    }

    private static Mark[] Decided(Exchange exchange) =>
        [new Mark(exchange.Response is null ? MarkedPart.Outcome : MarkedPart.Status), new Mark(MarkedPart.Sent)];

    private static void Measure(Operation operation) => Observe("group", JsonNamingPolicy.CamelCase.ConvertName(operation.Size.ToString()));

    private static void Measure(long bytes, Exchange exchange)
    {
        Observe("bytes", bytes);
        Observe("bytesSent", exchange.BytesSent);
        Observe("answeredMs", exchange.AnsweredAfter is { } time ? Math.Round(time.TotalMilliseconds, 1) : null);
        Observe("status", exchange.Response?.Status);
        Observe("outcome", SizeOutcome(exchange));
    }

    /// <summary>The one to judge by: the answer where there is one.</summary>
    private static Exchange Deciding(IReadOnlyList<Exchange> exchanges) =>
        exchanges.LastOrDefault(exchange => exchange.Response is not null) ?? exchanges[^1];

    private static bool Passes(Exchange exchange, Exchange small) =>
        exchange.Outcome == Outcome.Answered && exchange.Response!.Status == small.Response?.Status;

    private static string SizeOutcome(Exchange exchange) => exchange switch
    {
        { Outcome: Outcome.Timeout } => "no answer in time",
        { Outcome: Outcome.Reset, Response: null } => "reset without an answer",
        { Outcome: not Outcome.Answered and not Outcome.Reset } => exchange.Outcome.ToString().ToLowerInvariant(),
        { Response.Status: 413, ContinueReceived: true } => "100 and then refused",
        { Response.Status: 413, Outcome: Outcome.Reset } or { Response.Status: 413, WriteFailed: true } => "refused, then reset",
        { Response.Status: 413 } => "refused and delivered",
        { Response.Status: < 500, IsEarlyAnswer: false } => "accepted",
        _ => "wrong status",
    };

    private static string Came(Exchange exchange) => string.Create(
        CultureInfo.InvariantCulture,
        $"{exchange.Should().Came()} ({SizeOutcome(exchange)}, {exchange.BytesSent:N0} of {exchange.Request.Body!.Length:N0} bytes sent)");

    private static string Bytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes");
}
