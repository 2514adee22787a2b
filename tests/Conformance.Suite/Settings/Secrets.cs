namespace Conformance.Suite.Settings;

/// <summary>The keys of a run. They come from the environment only, and are never written.</summary>
/// <param name="ApiKey">The API key; null for none.</param>
/// <param name="AdminApiKey">The admin key; null for none.</param>
public sealed record Secrets(string? ApiKey, string? AdminApiKey)
{
    /// <summary>The environment variables that hold them.</summary>
    public static IReadOnlyList<string> EnvironmentVariables { get; } = ["CONFORMANCE_API_KEY", "CONFORMANCE_ADMIN_API_KEY"];

    /// <summary>The keys in an environment.</summary>
    /// <exception cref="SettingsException">A key has characters that no header field can carry.</exception>
    public static Secrets From(IReadOnlyDictionary<string, string> environment)
    {
        string? Value(params string[] names)
        {
            foreach (var name in names)
            {
                if (environment.TryGetValue(name, out var value) && value.Trim() is { Length: > 0 } key)
                {
                    return key.All(character => character is > ' ' and < '\x7f')
                        ? key
                        : throw new SettingsException($"{name} holds characters that a header field cannot carry");
                }
            }

            return null;
        }

        return new Secrets(Value("CONFORMANCE_API_KEY", "ANTHROPIC_API_KEY"), Value("CONFORMANCE_ADMIN_API_KEY"));
    }

    /// <summary>Never the keys.</summary>
    public override string ToString() => $"API key {(ApiKey is null ? "absent" : "given")}, admin key {(AdminApiKey is null ? "absent" : "given")}";
}
