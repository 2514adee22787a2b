using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Conformance.SelfTests.Contract;

/// <summary>One place in the official TypeScript client that calls the API.</summary>
/// <param name="File">The file, without its extension, below the package's resources.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path as the code has it, without its query: <c>/v1/models/${modelID}</c>.</param>
/// <param name="Parameters">The type of what the caller gives; null where it gives nothing but ids.</param>
internal sealed partial record TypeScriptCall(string File, string Method, string Path, string? Parameters)
{
    /// <summary>The names in the path, without which the parameters are the body and the query.</summary>
    public IEnumerable<string> Names => Interpolation().Matches(Path).Select(match => match.Groups["name"].Value);

    /// <summary>Method and path, with <c>{}</c> for each id.</summary>
    public string Pair => $"{Method} {Interpolation().Replace(Path, "{}")}";

    /// <summary>The directory of the package that is pinned beside the examples.</summary>
    public static string Package([CallerFilePath] string here = "") => System.IO.Path.GetFullPath(System.IO.Path.Combine(
        System.IO.Path.GetDirectoryName(here)!, "../../Conformance.Suite/Examples/node_modules/@anthropic-ai/sdk"));

    /// <summary>Every call of a directory's files; those to a URL that an answer named have no path and are left out.</summary>
    public static IReadOnlyList<TypeScriptCall> Read(string directory, string extension) =>
    [
        .. from file in Directory.EnumerateFiles(directory, "*" + extension, SearchOption.AllDirectories)
           where !file.EndsWith(".d" + extension, StringComparison.Ordinal)
           let text = System.IO.File.ReadAllText(file)
           from Match call in Call().Matches(text)
           select new TypeScriptCall(
               System.IO.Path.GetRelativePath(directory, file)[..^extension.Length],
               call.Groups["method"].Value is var name && name == "getAPIList" ? "GET" : name.ToUpperInvariant(),
               call.Groups["path"].Value.Split('?')[0],
               Declaration().Matches(text[..call.Index]).LastOrDefault() is { } declaration && declaration.Groups["type"].Success
                   ? declaration.Groups["type"].Value
                   : null),
    ];

    [GeneratedRegex(
        @"this\._client\s*\.(?<method>get|post|put|patch|delete|getAPIList)(?:<[^(]*>)?\(\s*"
        + @"(?:path\s*)?[`'](?<path>[^`']+)[`']")]
    private static partial Regex Call();

    // A method, up to the brace that opens it; the ids come before the parameters, the options after them.
    [GeneratedRegex(@"\n  \w+\((?:[^()]*?\b(?:params|query|body)\??: (?<type>\w+)[^()]*?|[^()]*?)\)(?:: [^{;]*)? \{\n")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\$\{(?<name>\w+)\}")]
    private static partial Regex Interpolation();
}
