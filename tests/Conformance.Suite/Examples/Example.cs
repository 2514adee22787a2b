using System.Text.Json;
using Conformance.Contract;

namespace Conformance.Suite.Examples;

/// <summary>A program that the section "Examples" of a source document prints.</summary>
/// <param name="Language">The language: curl, python, typescript.</param>
/// <param name="Document">The snapshot whose document prints it.</param>
/// <param name="Model">The model that it names.</param>
internal sealed record Example(string Language, Snapshot Document, string Model)
{
    /// <summary>The variable that the examples read the key from, in an environment or as the SDKs do by default.</summary>
    public const string KeyVariable = "ANTHROPIC_API_KEY";

    /// <summary>The variable that the SDKs read the base URL from.</summary>
    public const string BaseUrlVariable = "ANTHROPIC_BASE_URL";

    private const string June2024Model = "claude-3-5-sonnet-20240620";
    private const string May2025Model = "claude-opus-4-20250514";
    private const string August2025Model = "claude-opus-4-1-20250805";

    private static readonly Example[] All =
    [
        new("curl", Snapshot.June2024, June2024Model),
        new("curl", Snapshot.May2025, May2025Model),
        new("curl", Snapshot.August2025, August2025Model),
        new("python", Snapshot.May2025, May2025Model),
        new("python", Snapshot.August2025, August2025Model),
        new("typescript", Snapshot.May2025, May2025Model),
        new("typescript", Snapshot.August2025, August2025Model),
    ];

    /// <summary>
    /// The text as printed. The page as it was saved in 2024-06 has a backslash behind each bracket of the JSON, which is the saver's.
    /// </summary>
    public string Printed => Resource($"{Document}.{Language}.{Suffix}");

    /// <summary>The text of the C# example, which is compiled into the suite.</summary>
    public static string CSharp => Resource("2026-10.csharp.cs");

    private string Suffix => Language switch
    {
        "curl" => "sh",
        "python" => "py",
        _ => "ts",
    };

    /// <summary>The newest example of a language that a snapshot of the contract holds.</summary>
    public static Example Of(string language, Snapshot held) =>
        All.Where(example => example.Language == language && held.Includes(example.Document)).MaxBy(example => example.Document)!;

    /// <summary>
    /// The text with the base URL, the key and the model replaced, and nothing else. Base URL and key become readings of
    /// the environment, so that neither stands in a program. A target may name its models as it likes: JSON's escapes
    /// mean the same in all three languages, and leave no quote that could end a string.
    /// </summary>
    /// <param name="model">The model to name.</param>
    public string Program(string model)
    {
        var named = Put(Printed, $"\"{Model}\"", JsonSerializer.Serialize(model));
        return Language switch
        {
            "curl" => Put(named, "https://api.anthropic.com", $"\"${BaseUrlVariable}\""),
            "python" =>
                Put(
                    Put(named, "import anthropic\n", "import os\n\nimport anthropic\n"),
                    "\"my_api_key\"",
                    $"os.environ[\"{KeyVariable}\"]"),
            _ => Put(named, "'my_api_key'", $"process.env[\"{KeyVariable}\"]"),
        };
    }

    private static string Put(string text, string printed, string put)
    {
        var parts = text.Split(printed);
        return parts.Length == 2
            ? parts[0] + put + parts[1]
            : throw new InvalidOperationException($"the example does not hold {printed} once");
    }

    private static string Resource(string name)
    {
        using var stream = typeof(Example).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the suite holds no example {name}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
