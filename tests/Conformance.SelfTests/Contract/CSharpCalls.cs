using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;

namespace Conformance.SelfTests.Contract;

/// <summary>
/// Calls every method of every service of the official C# client with ids and nothing else, and notes what would have gone out.
/// </summary>
internal sealed partial class CSharpCalls : HttpMessageHandler
{
    private const string Id = "conformance-id";

    private readonly ConcurrentBag<string> pairs = [];

    /// <summary>Method and path of each call, with <c>{}</c> for each id.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync()
    {
        using var handler = new CSharpCalls();
        using var http = new HttpClient(handler);
        var client = new AnthropicClient { HttpClient = http, ApiKey = "none", AuthToken = null, BaseUrl = "http://none", MaxRetries = 0 };
        foreach (var service in Services(client))
        {
            foreach (var method in service.GetType().GetMethods().Where(method => Parameters(method) is not null))
            {
                await CallAsync(service, method);
            }
        }

        // These two look at the request themselves before they send it.
        await IgnoreAnswerAsync(client.Messages.Create(new MessageCreateParams { MaxTokens = 1, Messages = [], Model = Id }));
        await IgnoreAnswerAsync(client.Messages.CountTokens(new MessageCountTokensParams { Messages = [], Model = Id }));
        return [.. handler.pairs.Distinct().Order(StringComparer.Ordinal)];
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        pairs.Add($"{request.Method} {GivenId().Replace(request.RequestUri!.AbsolutePath, "/{}")}");
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("{}") });
    }

    private static IEnumerable<object> Services(object from) => from.GetType().GetProperties()
        .Where(property => property.PropertyType.IsInterface && property.PropertyType.Name.EndsWith("Service", StringComparison.Ordinal))
        .Select(property => property.GetValue(from)!)
        .SelectMany(service => Services(service).Prepend(service));

    private static System.Type? Parameters(MethodInfo method) =>
        method.GetParameters() is [{ ParameterType: var type }, ..] && type.Name.EndsWith("Params", StringComparison.Ordinal) ? type : null;

    private static async Task CallAsync(object service, MethodInfo method)
    {
        var given = Activator.CreateInstance(Parameters(method)!)!;
        foreach (var property in given.GetType().GetProperties().Where(property => IsId(property)))
        {
            property.SetValue(given, Id);
        }

        // A body that is one union has no form before it is given.
        foreach (var body in given.GetType().GetRuntimeFields().Where(field => field.FieldType == typeof(JsonElement)))
        {
            body.SetValue(given, JsonElement.Parse("{}"));
        }

        var answer = method.Invoke(service, [given, CancellationToken.None])!;
        await IgnoreAnswerAsync(answer as Task ?? FirstAsync((dynamic)answer));
    }

    // The answer is a 404 for everyone; the request is what counts.
    private static async Task IgnoreAnswerAsync(Task call)
    {
        try
        {
            await call;
        }
        catch (AnthropicException)
        {
        }
    }

    private static async Task FirstAsync<T>(IAsyncEnumerable<T> events)
    {
        await foreach (var _ in events)
        {
            return;
        }
    }

    private static bool IsId(PropertyInfo property) =>
        property is { PropertyType: var type, CanWrite: true }
        && type == typeof(string)
        && (property.Name is "Target" or "Version" || property.Name.EndsWith("ID", StringComparison.Ordinal));

    [GeneratedRegex("/" + Id + "(?=/|$)")]
    private static partial Regex GivenId();
}
