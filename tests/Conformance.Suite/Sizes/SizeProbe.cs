using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using Conformance.Suite.Uploads;
using Conformance.Wire;

namespace Conformance.Suite.Sizes;

/// <summary>The large bodies of the size rules, valid for their operations, each sent once a run.</summary>
/// <param name="target">The target they go to.</param>
internal sealed class SizeProbe(Target target)
{
    /// <summary>Bytes of a body that is below every limit, and that nobody should need to read to see that its key is missing.</summary>
    public const long Unread = 30_000_000;

    // An answer to a length alone that broke off is asked for this often.
    private const int Tries = 3;

    // Small bodies that show whether the way to the target resets connections by itself.
    private const int Controls = 20;
    private const int SmallBody = 2048;
    private const string Placeholder = "conformance-filler";

    private readonly SharedBodies _shared = new(target);

    /// <summary>How long a target may take to answer a declared length alone "at once".</summary>
    public TimeSpan Patience { get; } = new[] { target.Settings.Timeout, TimeSpan.FromSeconds(3) }.Min();

    /// <summary>The limit that the run holds an operation to.</summary>
    public SizeLimit Limit(Operation operation) => target.Settings.Limit(operation.Size)!;

    /// <summary>A valid request with a body of exactly this many bytes, on a connection of its own.</summary>
    public Request Request(Operation operation, long bytes, BodyFraming framing)
    {
        var body = operation.Takes == RequestMedia.Multipart
            ? FormBody.WithFile(bytes, target.FileName)
            : RequestBody.PaddedJson(target.Json(operation), bytes);
        return Request(operation, body, framing);
    }

    /// <summary>The answer to a small body: what a large one must come to as well.</summary>
    public Task<Exchange> Small(Operation operation) =>
        target.Control($"small {operation.Id}", () => Request(operation, SmallBody, BodyFraming.ContentLength));

    /// <summary>The answer to a small body that is framed and padded as a variant says.</summary>
    public Task<Exchange> Small(Operation operation, string variant) => variant == SizeVariants.ContentLength
        ? Small(operation)
        : target.TryOnce($"small {operation.Id} {variant}", () => target.TrySend(Variant(operation, SmallBody, variant)));

    /// <summary>The answer to a small body, which is a success wherever a success is harmless.</summary>
    /// <exception cref="NotJudgedException">It is refused: another rule says so.</exception>
    public async Task<Exchange> Accepted(Operation operation)
    {
        var plain = await Small(operation);
        if (operation.ProbeKind != ProbeKind.RefusedBody || operation.Takes == RequestMedia.Multipart)
        {
            SkipUnless(plain, 200, "content.upload-accepted", "a valid small body is refused");
        }
        else if (AnswerBody.ErrorType(plain) is null)
        {
            Skip.See("error.envelope", "a small body is refused by something that is not the API's own error");
        }

        return plain;
    }

    /// <summary>What a large body must come to, as a small one of the same framing and padding did.</summary>
    /// <exception cref="NotJudgedException">No valid upload works, or no body of that framing: another rule says so.</exception>
    public async Task<Exchange> Yardstick(Operation operation, string variant)
    {
        var plain = await Accepted(operation);
        if (variant == SizeVariants.ContentLength)
        {
            return plain;
        }

        // A body that met no answer is for content.framing to judge; a limit on requests is nobody's.
        var framed = Unjudgeable.Refuse(
            await Small(operation, variant), variant == SizeVariants.Content ? JudgedOutcomes.None : JudgedOutcomes.NoAnswer);
        if (variant == SizeVariants.Content)
        {
            return framed;
        }

        SkipUnless(
            framed, plain.Response!.Status, "content.framing", "a small body of that framing is answered otherwise than a plain one");
        return framed;
    }

    /// <summary>
    /// Whether the same size padded the other way is refused with 413, where that body is within the budget: what is written
    /// again on the way loses the white space between its tokens, and only that.
    /// </summary>
    /// <returns>Null where nothing tells.</returns>
    public async Task<bool?> OtherPaddingIsRefused(Operation operation, string variant, bool over)
    {
        var other = variant switch
        {
            SizeVariants.ContentLength when operation.Takes == RequestMedia.Json => SizeVariants.Content,
            SizeVariants.Content => SizeVariants.ContentLength,
            _ => null,
        };
        var context = CaseContext.Current;
        if (other is null || context.Run.Plan.WhyNot(context.Case with { Variant = other }) is not null)
        {
            return null;
        }

        var exchange = over ? (await OverLimit(operation, other))[^1] : await AtLimit(operation, other);
        return exchange.Response is { } response ? response.Status == 413 : null;
    }

    /// <summary>A body of exactly the size that must pass.</summary>
    public async Task<Exchange> AtLimit(Operation operation, string variant) =>
        (await _shared.Sent(
            $"at {operation.Id} {variant}", Variant(operation, Limit(operation).Accepted, variant), operation, _ => []))[^1];

    /// <summary>A body of one byte more than may pass, tried again where it was reset without an answer.</summary>
    public Task<IReadOnlyList<Exchange>> OverLimit(Operation operation, string variant) =>
        _shared.Sent(
            $"over {operation.Id} {variant}",
            Variant(operation, Limit(operation).Refused + 1, variant) with { Retries = RetryOn.Overload, OwnConnection = false },
            operation,
            over => IsFollowed(over, operation, variant) ? SmallOnes(operation) : []);

    /// <summary>
    /// What an ordinary client meets: a body over the limit, sent to its end, and two small ones after it on its connection. The
    /// body that every case shares is sent to its end where no answer comes before; another one is sent only where one does.
    /// </summary>
    public async Task<IReadOnlyList<Exchange>> OverLimitInTurn(Operation operation, string variant)
    {
        var context = CaseContext.Current;
        if (context.Run.Plan.Has(UploadKind.OverLimit, context.Case)
            && (await OverLimit(operation, variant))[^1] is var shared && _shared.Following(shared) is { Count: > 0 } next)
        {
            foreach (var exchange in next)
            {
                context.Add(exchange);
            }

            return [shared, .. next];
        }

        return await OwnOverLimitInTurn(operation, variant);
    }

    /// <summary>As <see cref="OverLimitInTurn"/>, with a body of the case's own.</summary>
    public Task<IReadOnlyList<Exchange>> OwnOverLimitInTurn(Operation operation, string variant)
    {
        var over = Variant(operation, Limit(operation).Refused + 1, variant) with
        {
            OwnConnection = false,
            FinishesBody = true,
            Retries = RetryOn.Overload,
        };
        return target.TrySendInTurn([over, .. SmallOnes(operation)]);
    }

    /// <summary>
    /// What comes of a declared length alone. Where an answer broke off it is asked for again, and where no connection came about in the
    /// little time that there is: neither says anything for sure.
    /// </summary>
    /// <exception cref="NotJudgedException">It was so each time.</exception>
    public async Task<Exchange> DeclaredOnly(Request request)
    {
        var exchange = await target.TrySend(request with { Timeout = Patience });
        for (var tries = 1; tries < Tries && !IsTold(exchange); tries++)
        {
            exchange = await target.TrySend(request with { Timeout = Patience });
        }

        return IsTold(exchange) ? exchange : Unjudgeable.Refuse(exchange, JudgedOutcomes.None);
    }

    /// <summary>The 413 to a body over the limit; where none came, the case is for <c>size.over-limit</c> to judge.</summary>
    public async Task<Exchange> Refusal(Operation operation, string variant)
    {
        var exchange = (await OverLimit(operation, variant)).LastOrDefault(one => one.Response?.Status == 413);
        if (exchange is null)
        {
            Skip.See("size.over-limit", "no 413 came");
        }

        return exchange;
    }

    /// <summary>A valid request with a body of exactly this many bytes, framed as a variant says.</summary>
    public Request Variant(Operation operation, long bytes, string variant)
    {
        var request = variant == SizeVariants.Content
            ? Request(operation, LongText(operation, bytes), BodyFraming.ContentLength)
            : Request(operation, bytes, SizeVariants.Framing(variant));
        return variant == SizeVariants.Http2 ? request with { Version = System.Net.HttpVersion.Version20 } : request;
    }

    private Request Request(Operation operation, RequestBody body, BodyFraming framing) =>
        target.Probe(operation).WithBody(body, framing) with
        {
            OwnConnection = true,
            Progress = new UploadProgress(CaseContext.Current, body.Length),
        };

    // The list that the operation is about is a string, which costs nothing: it is refused with 400, whatever its length.
    private RequestBody LongText(Operation operation, long bytes)
    {
        var json = JsonNode.Parse(target.Json(operation))!.AsObject();
        var list = json.First(member => member.Value is JsonArray).Key;
        json[list] = Placeholder;
        var parts = json.ToJsonString().Split(Placeholder);
        var (before, after) = (Encoding.UTF8.GetBytes(parts[0]), Encoding.UTF8.GetBytes(parts[1]));
        return new RequestBody(before, bytes - before.Length - after.Length, after) { FillerByte = (byte)'x' };
    }

    // Nothing is sent again by itself: the one after the refused body is what counts.
    private IEnumerable<Request> SmallOnes(Operation operation)
    {
        var small = Request(operation, SmallBody, BodyFraming.ContentLength) with { OwnConnection = false, Retries = RetryOn.Overload };
        return [small, small];
    }

    private static bool IsTold(Exchange exchange) =>
        exchange is { Response: null, HadConnection: true } or { Response: not null, Outcome: Outcome.Answered };

    private static void SkipUnless(Exchange exchange, int status, string rule, string why)
    {
        if (exchange.Response?.Status != status)
        {
            Skip.See(rule, $"{why} ({exchange.Response?.Status.ToString(CultureInfo.InvariantCulture) ?? exchange.Detail})");
        }
    }

    // Where the answer came before the end of the body, the rest of it was not sent, and the connection is of no more use.
    private static bool IsFollowed(Exchange over, Operation operation, string variant)
    {
        var context = CaseContext.Current;
        return over is { Outcome: Outcome.Answered, IsEarlyAnswer: false }
            && context.Run.Plan.Has(UploadKind.Refused, context.Case with { Operation = operation, Variant = variant });
    }
}
