using System.Globalization;
using System.Text.Json;
using Conformance.Contract;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using Conformance.Wire;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>"Request size limits": 32 MB, 256 MB and 500 MB, and the 413 above them.</summary>
public sealed class RequestSizeLimits : ContractTests
{
    private const string Section = "Request size limits";
    private const string Limits = "Standard endpoints (Messages, Token Counting): 32 MB … Batch API: 256 MB … Files API: 500 MB";
    private const string TooLarge = "If you exceed this limit, you'll receive a 413 `request_too_large` error from Cloudflare.";
    private const string ErrorsAreJson = "Errors are always returned as JSON, with a top-level `error` object that always includes a `type` and `message` value.";

    [Rule("size.ladder", Must, "2025-08", "Nothing below the limit is refused for its size")]
    [Clause(Documents.Overview2025August, Section, Limits)]
    [Uploads(UploadKind.Ladder)]
    [Operations("messages.create", "messages.count_tokens", "batches.create", "files.upload", Variants = [SizeVariants.ContentLength, SizeVariants.Chunked])]
    public async Task Nothing_below_the_limit_is_refused(Operation operation, string variant)
    {
        Measure(operation);
        var small = await Target.Sizes.Small(operation);
        var passed = (long)small.Request.Body!.Length;
        foreach (var rung in SizeProbe.Ladder(Target.Sizes.Limit(operation)))
        {
            var exchange = await Target.Sizes.Send(Target.Sizes.Variant(operation, rung, variant));
            Measure(rung, exchange);
            if (!Passes(exchange, small))
            {
                var found = await Locate(operation, variant, passed, rung);
                exchange.Should().Hold(false, $"{small.Response!.Status} to {Bytes(rung)}, below the limit of {Target.Sizes.Limit(operation)}", Came(exchange) + found);
            }

            passed = rung;
        }
    }

    [Rule("size.at-limit", Must, "2025-08", "A body as large as the limit allows is accepted")]
    [Clause(Documents.Overview2025August, Section, Limits)]
    [Uploads(UploadKind.AtLimit)]
    [Operations("messages.create", "messages.count_tokens", "batches.create", "files.upload", Variants = [SizeVariants.ContentLength, SizeVariants.Chunked, SizeVariants.Expect, SizeVariants.Http2])]
    public async Task A_body_at_the_limit_is_accepted(Operation operation, string variant)
    {
        Measure(operation);
        var small = await Target.Sizes.Small(operation);
        var exchange = await Target.Sizes.AtLimit(operation, variant);
        var limit = Target.Sizes.Limit(operation);
        Measure(limit.Accepted, exchange);
        var passes = Passes(exchange, small);
        var found = passes ? "" : await Locate(operation, variant, small.Request.Body!.Length, limit.Accepted);
        exchange.Should().Hold(passes, $"{small.Response!.Status} to {Bytes(limit.Accepted)}, as to a small body", Came(exchange) + found);
    }

    [Rule("size.over-limit", Must, "2025-08", "A body one byte larger than the limit allows is refused with 413")]
    [Clause(Documents.Overview2025August, Section, TooLarge)]
    [Uploads(UploadKind.OverLimit)]
    [Operations("messages.create", "messages.count_tokens", "batches.create", "files.upload", Variants = [SizeVariants.ContentLength, SizeVariants.Chunked, SizeVariants.Expect, SizeVariants.Http2])]
    public async Task A_body_over_the_limit_is_refused(Operation operation, string variant)
    {
        Measure(operation);
        var exchange = Deciding(await Target.Sizes.OverLimit(operation, variant));
        var limit = Target.Sizes.Limit(operation);
        Measure(limit.Refused + 1, exchange);
        if (exchange.Response is null)
        {
            NotJudged($"no answer came ({exchange.Detail}): see size.answer-delivered");
        }

        await NotJudgedWhereReadsAreRefused(operation, exchange);
        exchange.Should().Hold(exchange.Response?.Status == 413, $"413 to {Bytes(limit.Refused + 1)}", Came(exchange));
    }

    [Rule("size.error-type", Must, "2025-08", "The 413 is a request_too_large")]
    [Clause(Documents.Overview2025August, Section, TooLarge)]
    [Uploads(UploadKind.OverLimit)]
    [Operations("messages.create", "messages.count_tokens", "batches.create", "files.upload", Variants = [SizeVariants.ContentLength, SizeVariants.Chunked, SizeVariants.Expect, SizeVariants.Http2])]
    public async Task The_413_is_a_request_too_large(Operation operation, string variant)
    {
        var exchange = await Target.Sizes.Refusal(operation, variant);
        exchange.Should().ErrorJson();
        var type = AnswerBody.ErrorType(exchange);
        exchange.Should().Hold(type == ErrorTypes.RequestTooLarge, $"error.type {ErrorTypes.RequestTooLarge} on the 413", type ?? "none");
    }

    [Rule("size.error-json", Must, "2025-08", "The 413 is JSON, and labelled so")]
    [Clause(Documents.Errors, "Error shapes", ErrorsAreJson)]
    [Uploads(UploadKind.OverLimit)]
    [Operations("messages.create", "messages.count_tokens", "batches.create", "files.upload", Variants = [SizeVariants.ContentLength, SizeVariants.Chunked, SizeVariants.Expect, SizeVariants.Http2])]
    public async Task The_413_is_json(Operation operation, string variant)
    {
        var exchange = await Target.Sizes.Refusal(operation, variant);
        exchange.Should().HaveMediaType(MediaTypes.Json);
        exchange.Should().Hold(AnswerBody.Json(exchange) is not null, "a JSON text on the 413", exchange.Response!.BodyLength == 0 ? "an empty body" : "a body that does not parse");
    }

    [Rule("size.envelope", Should, "2025-08", "The 413 has the full envelope of an error")]
    [Clause(Documents.Errors, "Error shapes", ErrorsAreJson)]
    [Uploads(UploadKind.OverLimit)]
    [Operations("messages.create", "messages.count_tokens", "batches.create", "files.upload", Variants = [SizeVariants.ContentLength, SizeVariants.Chunked, SizeVariants.Expect, SizeVariants.Http2])]
    public async Task The_413_has_the_envelope(Operation operation, string variant) =>
        (await Target.Sizes.Refusal(operation, variant)).Should().HaveErrorEnvelope();

    [Rule("size.answer-delivered", Must, "2025-08", "The refusal of a large body arrives: the connection is not reset under it")]
    [Clause(Documents.Rfc9112, "9.6 Tear-down", "If a server performs an immediate close of a TCP connection, there is a significant risk that the client will not be able to read the last HTTP response.")]
    [Uploads(UploadKind.OverLimit)]
    [Operations("messages.create", "messages.count_tokens", "batches.create", "files.upload", Variants = [SizeVariants.ContentLength, SizeVariants.Chunked, SizeVariants.Expect, SizeVariants.Http2])]
    public async Task The_refusal_is_delivered(Operation operation, string variant)
    {
        Measure(operation);
        var exchanges = await Target.Sizes.OverLimit(operation, variant);
        var delivered = exchanges.Count(exchange => exchange.Outcome == Outcome.Answered);
        var deciding = exchanges.FirstOrDefault(exchange => exchange.Outcome != Outcome.Answered) ?? exchanges[0];
        Observe("delivered", $"{delivered} of {exchanges.Count}");
        Measure(deciding.Request.Body!.Length, deciding);
        deciding.Should().Hold(delivered == exchanges.Count, "an answer", $"{delivered} of {exchanges.Count} delivered: {deciding.Detail}");
    }

    [Rule("size.next-request", Must, "2025-08", "The request after a refused upload works")]
    [Clause(Documents.Rfc9112, "9.3 Persistence", "A server that does not read the entire request message body … must close the connection after sending its response; otherwise the remaining body on a persistent connection would be misinterpreted as the next request.")]
    [Uploads(UploadKind.Refused)]
    [Operations("messages.create", "messages.count_tokens", "batches.create", "files.upload", Variants = [SizeVariants.ContentLength, SizeVariants.Chunked])]
    public async Task The_request_after_a_refused_one_works(Operation operation, string variant)
    {
        var small = Target.Sizes.Request(operation, 2048, BodyFraming.ContentLength) with { OwnConnection = false };
        var refused = Target.Sizes.Variant(operation, Target.Sizes.Limit(operation).Refused + 1, variant) with { OwnConnection = false, FinishesBody = true };
        var expected = await Target.Sizes.Small(operation);
        var exchanges = await Running.Target.TrySendInTurn(refused, small, small);
        Observe("ordinaryClient", exchanges[0] switch
        {
            { WriteFailed: true } => "a broken pipe",
            { Outcome: Outcome.Answered } => "the answer",
            _ => "no answer",
        });
        foreach (var exchange in exchanges.Skip(1))
        {
            await Target.Sizes.RemoveCreated(exchange);
            exchange.Should().Hold(Passes(exchange, expected), $"{expected.Response!.Status} to the request after a refused one", exchange.Should().Came());
        }
    }

    [Rule("size.own-limit", Must, "2025-08", "The limit of the standard endpoints does not bind Batch and Files")]
    [Clause(Documents.Overview2025August, Section, "Specific endpoints have different limits: … Batch API: 256 MB … Files API: 500 MB")]
    [Uploads(UploadKind.OwnLimit)]
    [Operations("batches.create", "files.upload")]
    public async Task The_standard_limit_does_not_bind_others(Operation operation)
    {
        Measure(operation);
        var bytes = Target.Settings.StandardLimit.Refused + 1;
        if (bytes > Target.Sizes.Limit(operation).Accepted)
        {
            NotJudged("the run's limit for the operation is not above that of the standard endpoints");
        }

        var small = await Target.Sizes.Small(operation);
        var exchange = await Target.Sizes.Send(Target.Sizes.Variant(operation, bytes, SizeVariants.ContentLength));
        Measure(bytes, exchange);
        exchange.Should().Hold(Passes(exchange, small), $"{small.Response!.Status} to {Bytes(bytes)}", Came(exchange));
    }

    [Rule("size.declared-only", Should, "2025-08", "A declared length over the limit is refused at once, without the body")]
    [Clause(Documents.Rfc9110, "10.1.1 Expect", "An origin server … SHOULD send a final status code if the request's method, target and header fields are sufficient to determine an immediate response.")]
    [Operations("messages.create", "messages.count_tokens", "batches.create", "files.upload")]
    public async Task A_declared_length_alone_is_refused(Operation operation)
    {
        Measure(operation);
        var bytes = Target.Sizes.Limit(operation).Refused + 1;
        var exchange = await Target.TrySend(Target.Sizes.Request(operation, bytes, BodyFraming.DeclaredOnly) with { Timeout = Target.Sizes.Patience });
        Measure(bytes, exchange);
        exchange.Should().Hold(
            exchange.Response?.Status is >= 400, $"a refusal of content-length: {bytes} within {Target.Sizes.Patience.TotalSeconds:0.#} s", Came(exchange));
    }

    [Rule("size.exact-limit", Info, "2025-08", "The exact byte at which the target turns")]
    [Clause(Documents.Overview2025August, Section, Limits)]
    [Uploads(UploadKind.Search)]
    [Operations("messages.create", "messages.count_tokens", "batches.create", "files.upload")]
    public async Task The_exact_limit(Operation operation)
    {
        Measure(operation);
        var limit = Target.Sizes.Limit(operation);
        var search = new LimitSearch(Target, operation, SizeVariants.ContentLength);
        var small = await Target.Sizes.Small(operation);
        var low = await search.Body(limit.Accepted) == true ? limit.Accepted : small.Request.Body!.Length;
        var high = await search.Body(limit.Refused + 1);
        if (high != false)
        {
            Observe("limitBytes", null);
            Observe("acceptedBytes", limit.Refused + 1);
            return;
        }

        await Locate(operation, SizeVariants.ContentLength, low, limit.Refused + 1);
    }

    /// <summary>Finds the byte at which the target turns between two sizes, and what that looks like.</summary>
    /// <returns>The end of a message that says so.</returns>
    private static async Task<string> Locate(Operation operation, string variant, long accepted, long refused)
    {
        if (await new LimitSearch(Target, operation, variant).Between(accepted, refused) is not { } found)
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
    private static Exchange Deciding(IReadOnlyList<Exchange> exchanges) => exchanges.LastOrDefault(exchange => exchange.Response is not null) ?? exchanges[^1];

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
