using System.Collections.Concurrent;
using Conformance.Contract;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using Conformance.Wire;
using NUnit.Framework;

namespace Conformance.Suite.Rules;

/// <summary>The large bodies of the size rules, valid for their operations, each sent once a run.</summary>
/// <param name="target">The target they go to.</param>
public sealed class SizeProbe(Target target)
{
    /// <summary>Bytes of a body that is below every limit, and that nobody should need to read to see that its key is missing.</summary>
    public const long Unread = 30_000_000;

    // A race between answer and reset is tried this often.
    private const int Tries = 3;
    private const int SmallBody = 2048;

    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<Exchange>>>> _sent = new();

    /// <summary>How long a target may take to answer a declared length alone "at once".</summary>
    public TimeSpan Patience { get; } = new[] { target.Settings.Timeout, TimeSpan.FromSeconds(3) }.Min();

    /// <summary>
    /// Sizes below a limit that well-known defaults refuse, in bytes: just above 32,768, 64 KiB and 100 KiB, 1 MiB and
    /// its neighbours, 2, 4 and 16 MiB, and 30,000,000.
    /// </summary>
    public static IEnumerable<long> Ladder(SizeLimit limit) =>
        new long[] { 33_000, 65_537, 102_401, 1_048_575, 1_048_576, 1_048_577, 2_097_153, 4_194_305, 16_777_217, 30_000_001 }.Where(rung => rung < limit.Accepted);

    /// <summary>The limit that the run holds an operation to.</summary>
    public SizeLimit Limit(Operation operation) => target.Settings.Limit(operation.Size)!;

    /// <summary>A valid request with a body of exactly this many bytes, on a connection of its own.</summary>
    public Request Request(Operation operation, long bytes, BodyFraming framing)
    {
        var body = operation.Takes == RequestMedia.Multipart ? FormBody.WithFile(bytes) : RequestBody.PaddedJson(target.Json(operation), bytes);
        var request = target.Probe(operation).WithBody(body, framing);
        return request with { OwnConnection = true, Progress = new UploadProgress(CaseRecord.Current.Case.Id, bytes) };
    }

    /// <summary>The answer to a small body of the same shape: what a large one must come to as well.</summary>
    public Task<Exchange> Small(Operation operation) => target.TryOnce($"small {operation.Id}", () => Send(Request(operation, SmallBody, BodyFraming.ContentLength)));

    /// <summary>A body of exactly the size that must pass.</summary>
    public async Task<Exchange> AtLimit(Operation operation, string variant) => (await Sent("at", operation, Limit(operation).Accepted, variant))[^1];

    /// <summary>A body of one byte more than may pass, tried again where it was reset without an answer.</summary>
    public Task<IReadOnlyList<Exchange>> OverLimit(Operation operation, string variant) => Sent("over", operation, Limit(operation).Refused + 1, variant);

    /// <summary>The 413 to a body over the limit; where none came, the case is for <c>size.over-limit</c> to judge.</summary>
    public async Task<Exchange> Refusal(Operation operation, string variant)
    {
        var exchange = (await OverLimit(operation, variant)).LastOrDefault(one => one.Response?.Status == 413);
        if (exchange is null)
        {
            Assert.Ignore("not judged: no 413 came: see size.over-limit and size.answer-delivered");
        }

        return exchange!;
    }

    /// <summary>Sends a request, and removes the file that it may have created.</summary>
    public async Task<Exchange> Send(Request request)
    {
        var exchange = await target.TrySend(request);
        await RemoveCreated(exchange);
        return exchange;
    }

    /// <summary>Removes the file that a request may have created.</summary>
    public async Task RemoveCreated(Exchange exchange)
    {
        if (exchange is { Request.Target: "/v1/files", Response.Status: 200 } && AnswerBody.Member(AnswerBody.Json(exchange), "id")?.GetString() is { } id)
        {
            await target.Remove(target.Probe(Operations.Find("files.delete")) with { Target = $"/v1/files/{Uri.EscapeDataString(id)}" });
        }
    }

    /// <summary>A valid request with a body of exactly this many bytes, framed as a variant says.</summary>
    public Request Variant(Operation operation, long bytes, string variant)
    {
        var request = Request(operation, bytes, SizeVariants.Framing(variant));
        return variant == SizeVariants.Http2 ? request with { Version = System.Net.HttpVersion.Version20 } : request;
    }

    private async Task<IReadOnlyList<Exchange>> Sent(string name, Operation operation, long bytes, string variant)
    {
        var request = Variant(operation, bytes, variant);
        var exchanges = await _sent.GetOrAdd($"{name} {operation.Id} {variant}", _ => new Lazy<Task<IReadOnlyList<Exchange>>>(() => Try(request))).Value;
        foreach (var exchange in exchanges)
        {
            CaseRecord.Current.Add(exchange);
        }

        return exchanges;
    }

    private async Task<IReadOnlyList<Exchange>> Try(Request request)
    {
        var exchanges = new List<Exchange> { await Send(request) };
        while (exchanges.Exists(exchange => exchange.Outcome == Outcome.Reset) && exchanges.Count < Tries
            && Run.Current!.Plan.TryTake(request.Body!.Length))
        {
            exchanges.Add(await Send(request));
        }

        return exchanges;
    }
}
