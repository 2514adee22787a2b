using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Suite.Assertions;
using Conformance.Wire;

namespace Conformance.Suite.Running;

/// <summary>
/// What the run created on the target, or may have. Whatever is in it is removed as soon as it is known, again at the end of the
/// run, and when the run is interrupted; what could not be removed stays in the report with the command that does it.
/// </summary>
internal sealed partial class Ledger(WireClient client, Func<Operation, Request> probe) : IDisposable
{
    private static readonly IReadOnlyList<Creation> Creations = [.. Operations.Every.Select(Creation.Of).OfType<Creation>()];

    // What was whole when its connection was cut may become a file so long after, and is looked for until then.
    private static readonly TimeSpan StillOnItsWay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BeforeLookingAgain = TimeSpan.FromMilliseconds(150);

    // An answer that tells what was created is worth waiting for, even by a run that has ended.
    private static readonly TimeSpan ForAnAnswer = TimeSpan.FromMilliseconds(300);

    // More creations than ever are under way at a time.
    private const int MostAtATime = 64;

    private readonly ConcurrentDictionary<Entry, byte> _entries = new();
    private readonly SemaphoreSlim _creating = new(MostAtATime, MostAtATime);
    private readonly SemaphoreSlim _quieting = new(1, 1);

    /// <summary>The name of every file that the run uploads: no other file has it.</summary>
    public string FileName { get; } = $"conformance-{Guid.NewGuid():N}.txt";

    /// <summary>What is still on the target, or may be.</summary>
    public IReadOnlyList<Leftover> Left => [.. _entries.Keys.Where(entry => entry.Id is not null || (entry.MayBeSent && entry.IsFindable))
        .Select(entry => entry.Leftover(client.BaseUrl)).OrderBy(left => left.What, StringComparer.Ordinal)];

    /// <summary>Enters a request that may create something, before it is sent; null for any other.</summary>
    public Entry? Begin(Request request, string caseId)
    {
        var path = request.Target.Split('?', 2)[0];
        if (request.Method != "POST" || Creations.FirstOrDefault(creation => creation.Path.IsMatch(path)) is not { } creation)
        {
            return null;
        }

        var entry = new Entry(creation, path, request.Body?.Length ?? 0, caseId) { IsFindable = IsFindable(creation, request) };
        _entries[entry] = 0;
        return entry;
    }

    // Every other request that may create something is one that cannot succeed: where it did, its answer says so.
    private bool IsFindable(Creation creation, Request request) => creation.Operation.Id switch
    {
        "batches.create" => true,
        "files.upload" => request.Body is { } body && body.Prefix.Span.IndexOf(System.Text.Encoding.ASCII.GetBytes(FileName)) >= 0,
        _ => false,
    };

    /// <summary>Sends a request that was entered, and removes what it created.</summary>
    /// <exception cref="OperationCanceledException">
    /// The run ended. Where the body was out by then, the answer was waited for a moment longer.
    /// </exception>
    public async Task<Exchange> Send(WireClient sender, Request request, Entry entry, CancellationToken cancellation)
    {
        try
        {
            await _creating.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            _entries.TryRemove(entry, out _);
            entry.Close();
            throw;
        }

        using var patience = new CancellationTokenSource();
        await using var ended = cancellation.Register(() => patience.CancelAfter(entry.MayBeSent ? ForAnAnswer : TimeSpan.Zero));
        try
        {
            var exchange = await sender.SendAsync(request with { Progress = entry.Follow(request.Progress) }, patience.Token);
            await Settle(entry, exchange, cancellation);
            return exchange;
        }
        catch (OperationCanceledException) when (!entry.IsWhole || !entry.IsFindable)
        {
            // Nothing can come of a body that did not arrive, nor of one that is refused.
            _entries.TryRemove(entry, out _);
            throw;
        }
        finally
        {
            entry.Close();
            _creating.Release();
        }
    }

    /// <summary>
    /// Waits until nothing that the run creates is on the target, and keeps it so until the result is disposed of: a list can then be
    /// read that the run itself does not change meanwhile.
    /// </summary>
    /// <exception cref="OperationCanceledException">The run ended.</exception>
    public async Task<IDisposable> Quiet(CancellationToken cancellation)
    {
        await _quieting.WaitAsync(cancellation);
        var quiet = new Silence(this);
        try
        {
            while (quiet.Held < MostAtATime)
            {
                await _creating.WaitAsync(cancellation);
                quiet.Held++;
            }
        }
        catch (OperationCanceledException)
        {
            quiet.Dispose();
            throw;
        }

        return quiet;
    }

    /// <summary>Learns what came of it, and removes what was created.</summary>
    private async Task Settle(Entry entry, Exchange exchange, CancellationToken cancellation)
    {
        if (exchange is { Response.Status: >= 200 and < 300 })
        {
            entry.Id = CreatedId(exchange.Response);
            await Remove(entry, cancellation);
        }
        else if (exchange.Response is not null || exchange.SentAfter is null)
        {
            // Refused, or never whole: nothing can have come of it.
            _entries.TryRemove(entry, out _);
        }
    }

    /// <summary>Removes what is left, whose answer never came too.</summary>
    public async Task RemoveAll(CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAll(_entries.Keys.Select(entry => entry.Closed)).WaitAsync(cancellation);
            await FindAndRemove(cancellation);
            while (_entries.Keys.Any(entry => entry.Id is null && entry.Age < StillOnItsWay))
            {
                await Task.Delay(BeforeLookingAgain, cancellation);
                await FindAndRemove(cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // What is left is reported.
        }
    }

    private async Task FindAndRemove(CancellationToken cancellation)
    {
        await Find("files.upload", "files.list", IsOwnFile, cancellation);
        await Find("batches.create", "batches.list", IsEmptyBatch, cancellation);
        foreach (var entry in _entries.Keys.Where(entry => entry.Id is not null))
        {
            await Remove(entry, cancellation);
        }
    }

    /// <summary>Finds what was created by requests whose answer never came; where nothing was, the target is clean.</summary>
    private async Task Find(string creating, string listing, Predicate<JsonElement> isOwn, CancellationToken cancellation)
    {
        var unknown = _entries.Keys.Where(entry => entry.Id is null && entry.Creation.Operation.Id == creating).ToList();
        if (unknown.Count == 0)
        {
            return;
        }

        var list = probe(Operations.Find(listing));
        var exchange = await client.SendAsync(list with { Target = $"{list.Target}?limit=1000", KeepBytes = 1024 * 1024 }, cancellation);
        if (AnswerBody.Member(AnswerBody.Json(exchange), "data") is not { ValueKind: JsonValueKind.Array } data)
        {
            return;
        }

        var ids = data.EnumerateArray().Where(one => isOwn(one)).Select(one => AnswerBody.Text(one, "id")).OfType<string>()
            .Where(id => _entries.Keys.All(entry => entry.Id != id)).ToList();
        foreach (var id in ids)
        {
            var found = new Entry(unknown[0].Creation, unknown[0].Path, 0, "the run") { Id = id };
            found.Close();
            _entries[found] = 0;
        }

        // Each that was found is one of them, and an old one that was not found never came to be.
        foreach (var entry in unknown.Take(ids.Count).Concat(unknown.Where(entry => entry.Age >= StillOnItsWay)))
        {
            _entries.TryRemove(entry, out _);
        }
    }

    // A file of the run has a name that no other file has.
    private bool IsOwnFile(JsonElement file) => AnswerBody.Text(file, "filename") == FileName;

    // A batch of the run has no requests in it, and the API makes none of those.
    private static bool IsEmptyBatch(JsonElement batch) =>
        AnswerBody.Member(batch, "request_counts") is { ValueKind: JsonValueKind.Object } counts
        && counts.EnumerateObject().All(count => count.Value.ValueKind == JsonValueKind.Number && count.Value.GetRawText() == "0");

    private async Task Remove(Entry entry, CancellationToken cancellation)
    {
        if (entry.Id is not { } id)
        {
            return;
        }

        foreach (var removal in entry.Creation.Removals)
        {
            var target = $"{entry.Path}/{Uri.EscapeDataString(id)}{removal.Suffix}";
            var exchange = await client.SendAsync(probe(removal.Operation) with { Target = target }, cancellation);
            if (removal.IsLast && exchange.Response?.Status is (>= 200 and < 300) or 404)
            {
                _entries.TryRemove(entry, out _);
            }
        }
    }

    // The answer may be longer than what is kept of it, or be no JSON at all.
    private static string? CreatedId(Response response) =>
        IdPattern().Match(System.Text.Encoding.UTF8.GetString(response.Body.Span)) is { Success: true } match
            ? match.Groups["id"].Value
            : null;

    [GeneratedRegex("\"id\"\\s*:\\s*\"(?<id>[^\"\\\\]{1,200})\"")]
    private static partial Regex IdPattern();

    /// <inheritdoc />
    public void Dispose()
    {
        _creating.Dispose();
        _quieting.Dispose();
    }

    private sealed class Silence(Ledger ledger) : IDisposable
    {
        public int Held { get; set; }

        public void Dispose()
        {
            if (Held > 0)
            {
                ledger._creating.Release(Held);
            }

            ledger._quieting.Release();
        }
    }

    /// <summary>One request that created something, or may have.</summary>
    internal sealed class Entry(Creation creation, string path, long bytes, string caseId) : IProgress<long>
    {
        // What a socket takes at once is on its way before anybody has counted it.
        private const long InOneGo = 4 * 1024 * 1024;

        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private IProgress<long>? _follower;
        private volatile bool _isWhole;
        private long _closedAt;

        /// <summary>Completes when its request is over, whatever came of it.</summary>
        public Task Closed => _closed.Task;

        /// <summary>Whether its body went out to the end, or is so small that nobody can say that it did not.</summary>
        public bool IsWhole => _isWhole || bytes <= InOneGo;

        /// <summary>Whether the target may be about to answer it.</summary>
        public bool MayBeSent => IsWhole;

        public Creation Creation => creation;

        public string Path => path;

        /// <summary>Whether what came of it can be told from what others made, where no answer said what that is.</summary>
        public bool IsFindable { get; init; }

        public string? Id { get; set; }

        public IProgress<long> Follow(IProgress<long>? follower)
        {
            _follower = follower;
            return this;
        }

        public void Report(long value)
        {
            _isWhole = value >= bytes;
            _follower?.Report(value);
        }

        /// <summary>How long its request has been over; zero while it is not.</summary>
        public TimeSpan Age => _closed.Task.IsCompleted ? Stopwatch.GetElapsedTime(_closedAt) : TimeSpan.Zero;

        public void Close()
        {
            _closedAt = Stopwatch.GetTimestamp();
            _closed.TrySetResult();
        }

        public Leftover Leftover(string baseUrl)
        {
            var removal = creation.Removals[^1];
            var what = Id is { } id
                ? $"{id}, {bytes:N0} bytes sent by {caseId}"
                : $"what {creation.Operation.Id} may have made of {bytes:N0} bytes sent by {caseId}";
            var url = $"{baseUrl}{path}/{Id ?? "ID"}{removal.Suffix}";
            var key = "$" + Settings.Secrets.Variable(creation.Operation.Key);
            return new Leftover(
                what, $"curl -X {removal.Operation.Method} -H \"x-api-key: {key}\" -H 'anthropic-version: 2023-06-01' '{url}'");
        }
    }

    /// <summary>An operation that creates, and those that remove what it created, in order.</summary>
    internal sealed record Creation(Operation Operation, Regex Path, IReadOnlyList<Removal> Removals)
    {
        public static Creation? Of(Operation operation) => operation.RemovedBy.Count == 0 ? null : new Creation(
            operation,
            new Regex("^" + Placeholder().Replace(operation.Path, "[^/]+") + "$", RegexOptions.CultureInvariant),
            [.. operation.RemovedBy.Select((id, index) => Removal.By(Operations.Find(id), index == operation.RemovedBy.Count - 1))]);
    }

    /// <summary>An operation that removes, and what stands behind the id in its path.</summary>
    internal sealed record Removal(Operation Operation, string Suffix, bool IsLast)
    {
        public static Removal By(Operation operation, bool isLast) =>
            new(operation, operation.Path[(operation.Path.LastIndexOf('}') + 1)..], isLast);
    }

    [GeneratedRegex(@"\{[a-z_]+\}")]
    private static partial Regex Placeholder();
}
