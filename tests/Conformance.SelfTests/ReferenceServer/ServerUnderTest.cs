using System.Text;
using Conformance.Contract;
using Conformance.Reference;

namespace Conformance.SelfTests.Servers;

/// <summary>A reference server and a client of it.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private const string Form = "conformance-form";

    private readonly HttpClient http;

    private ServerUnderTest(Reference.ReferenceServer server)
    {
        Server = server;
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = server.BaseUrl };
    }

    /// <summary>The server.</summary>
    public Reference.ReferenceServer Server { get; }

    /// <summary>Starts a server.</summary>
    public static async Task<ServerUnderTest> StartAsync(ReferenceServerOptions? options = null) =>
        new(await Reference.ReferenceServer.StartAsync(options));

    /// <summary>Sends the probe of an operation as its key, version and beta header are due.</summary>
    public Task<ApiAnswer> ProbeAsync(Operation operation, params (string Name, string? Value)[] headers)
    {
        var probe = operation.Probe;
        HttpContent? body = operation.Takes switch
        {
            RequestMedia.Json => Json(probe.Json!.Replace(Probe.ModelPlaceholder, "claude-haiku-4-5", StringComparison.Ordinal)),
            RequestMedia.Multipart => EmptyForm(),
            _ => null,
        };
        (string, string?)[] beta = operation.Beta is null ? [] : [(HeaderNames.Beta, operation.Beta)];
        return SendAsync(operation.Method, probe.Path, body, [Key(operation.Key), .. beta, .. headers]);
    }

    /// <summary>Sends a read.</summary>
    public Task<ApiAnswer> GetAsync(string path, params (string Name, string? Value)[] headers) => SendAsync("GET", path, null, headers);

    /// <summary>Sends a JSON body.</summary>
    public Task<ApiAnswer> PostAsync(string path, string json, params (string Name, string? Value)[] headers) =>
        SendAsync("POST", path, Json(json), headers);

    /// <summary>
    /// Sends a request with an ordinary key and the older version, and the header fields given: in place of one of the same
    /// name, and without it where the value is null.
    /// </summary>
    public async Task<ApiAnswer> SendAsync(string method, string path, HttpContent? body, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body };
        var fields = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            [HeaderNames.ApiKey] = ReferenceKeys.Api,
            [HeaderNames.Version] = ApiVersions.V20230601,
        };
        foreach (var (name, value) in headers)
        {
            fields[name] = value;
            if (name == HeaderNames.Authorization && !headers.Any(header => header.Name == HeaderNames.ApiKey))
            {
                fields[HeaderNames.ApiKey] = null;
            }
        }

        foreach (var (name, value) in fields.Where(field => field.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new ApiAnswer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, text)
        {
            Headers = response.Headers.Concat(response.Content.Headers).ToDictionary(
                header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
        };
    }

    /// <summary>The header that carries a key of a kind.</summary>
    public static (string Name, string? Value) Key(KeyKind kind) => kind switch
    {
        KeyKind.OAuth => (HeaderNames.Authorization, "Bearer " + ReferenceKeys.OAuth),
        KeyKind.Admin => (HeaderNames.ApiKey, ReferenceKeys.Admin),
        _ => (HeaderNames.ApiKey, ReferenceKeys.Api),
    };

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return Server.DisposeAsync();
    }

    private static StringContent Json(string json) =>
        new(json, Encoding.UTF8, new System.Net.Http.Headers.MediaTypeHeaderValue(MediaTypes.Json));

    private static MultipartFormDataContent EmptyForm() => new(Form) { { new StringContent("conformance"), "other" } };
}
