using System.Collections.Concurrent;
using Conformance.Contract;
using Conformance.Suite.Rules;
using Conformance.Suite.Running;
using Conformance.Wire;

namespace Conformance.Suite.Preflight;

/// <summary>How a target answers routes that cannot exist: each kind of request once a run, at two such routes.</summary>
/// <param name="target">The target.</param>
internal sealed class Nowhere(Target target)
{
    /// <summary>The path of the first such route.</summary>
    public const string Route = Errors.NoSuchRoute;

    private static readonly string[] Names = [Route[(Route.LastIndexOf('/') + 1)..], "no-such-route-of-the-conformance-suite"];

    private readonly ConcurrentDictionary<string, Lazy<Task<AnswerPattern?>>> _patterns = new();

    /// <summary>The answer to a request with the method and the key of an operation, at the top of the API.</summary>
    /// <returns>Null where no answer came, or two routes are answered differently: then nothing can be told by it.</returns>
    public Task<AnswerPattern?> Like(Operation operation, bool withKey = true) => Pattern(operation, "/v1", withKey);

    /// <summary>The same below the first part of the operation's path, deeper than any operation has ids.</summary>
    public Task<AnswerPattern?> Near(Operation operation) =>
        Pattern(operation, $"/v1/{operation.Path.Split('/')[2]}/{Names[0]}", withKey: true);

    private Task<AnswerPattern?> Pattern(Operation operation, string under, bool withKey) => _patterns.GetOrAdd(
        $"{operation.Method} {under} {(withKey ? operation.Key : "no key")}",
        _ => new Lazy<Task<AnswerPattern?>>(() => Ask(operation, under, withKey))).Value;

    private async Task<AnswerPattern?> Ask(Operation operation, string under, bool withKey)
    {
        AnswerPattern? first = null;
        foreach (var name in Names)
        {
            var path = $"{under}/{name}";
            var exchange = await target.TryOnce(
                $"{operation.Method} {path}{(withKey ? $" with {operation.Key}" : "")}",
                () => target.TrySend(Request(operation, path, withKey)));
            if (AnswerPattern.Of(exchange) is not { } pattern || (first is not null && first != pattern))
            {
                return null;
            }

            first = pattern;
        }

        return first;
    }

    private Request Request(Operation operation, string path, bool withKey)
    {
        var plain = target.Plain(operation.Method, path);
        var request = withKey
            ? Target.WithKey(plain, target.KeyFor(operation.Key), target.KeyHeaderOf(operation))
            : Target.WithoutKey(plain);
        return operation.Method == "POST" ? request.With(HeaderNames.ContentType, MediaTypes.Json).WithBody("{}") : request;
    }
}
