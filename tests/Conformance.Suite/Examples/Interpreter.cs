using System.Text.Json;
using Conformance.Suite.Running;

namespace Conformance.Suite.Examples;

/// <summary>What runs a program that it is given on standard input. The suite installs none; it uses what it finds.</summary>
/// <param name="Path">The executable.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record Interpreter(string Path, IReadOnlyList<string> Arguments)
{
    private const string NodePackage = "@anthropic-ai/sdk";

    /// <summary>The directory of the npm package that the program imports; null for none.</summary>
    public string? Package { get; init; }

    /// <summary>Lines that stand before the program.</summary>
    public string Prologue { get; init; } = "";

    /// <summary>
    /// A shell with curl. The shell writes the key into the command line of curl, where every process of the machine
    /// could read it, so a function hands the header fields on by standard input: the same request.
    /// </summary>
    /// <exception cref="NotJudgedException">It is not there.</exception>
    public static Interpreter Shell()
    {
        Find("curl");
        return new Interpreter(Find("sh"), ["-s"])
        {
            Prologue = """
                curl() {
                    fields= left=$#
                    while [ "$left" -gt 0 ]; do
                        if [ "$1" = --header ]; then
                            fields="$fields$2
                "
                            shift 2
                            left=$((left - 2))
                        else
                            set -- "$@" "$1"
                            shift
                            left=$((left - 1))
                        fi
                    done
                    printf '%s' "$fields" | command curl --disable --silent --show-error --header @- "$@"
                }

                """,
        };
    }

    /// <summary>Python with the package <c>anthropic</c>.</summary>
    /// <exception cref="NotJudgedException">It is not there.</exception>
    public static async Task<Interpreter> Python(TimeSpan timeLimit)
    {
        var python = new Interpreter(OperatingSystem.IsWindows() ? Find("python") : Find("python3"), ["-"]);
        const string Question = "import importlib.util, sys\nsys.exit(0 if importlib.util.find_spec('anthropic') else 1)\n";
        var answer = await ExampleProcess.Run(python, Question, new Dictionary<string, string>(), timeLimit);
        if (answer.ExitCode != 0)
        {
            Skip.ToolMissing($"no Python package anthropic for {System.IO.Path.GetFileName(python.Path)}: pip install anthropic");
        }

        return python;
    }

    /// <summary>Node.js with a generation of the npm package <c>@anthropic-ai/sdk</c>.</summary>
    /// <param name="generation">What the package's version says of its generation, for people.</param>
    /// <param name="isOfGeneration">Whether a major version is of it.</param>
    /// <exception cref="NotJudgedException">It is not there.</exception>
    public static Interpreter Node(string generation, Predicate<int> isOfGeneration)
    {
        var node = Find("node");
        var package = PackageDirectories().FirstOrDefault(directory => MajorVersion(directory) is { } major && isOfGeneration(major));
        if (package is null)
        {
            Skip.ToolMissing(
                $"no npm package {NodePackage} {generation}: run npm ci in tests/Conformance.Suite/Examples, "
                    + "or name its node_modules in NODE_PATH");
        }

        return new Interpreter(node, ["--input-type=module", "-"]) { Package = package };
    }

    private static string Find(string program)
    {
        string[] names = OperatingSystem.IsWindows() ? [$"{program}.exe"] : [program];
        var found =
            from directory in Environment.GetEnvironmentVariable("PATH")?.Split(System.IO.Path.PathSeparator) ?? []
            where directory.Length > 0
            from name in names
            let path = System.IO.Path.Combine(directory, name)
            where File.Exists(path)
            select path;
        var first = found.FirstOrDefault();
        if (first is null)
        {
            Skip.ToolMissing($"no {program} on the PATH");
        }

        return first!;
    }

    // Where NODE_PATH says, then beside the suite's output and above it, as Node.js itself looks for packages.
    private static IEnumerable<string> PackageDirectories()
    {
        var roots = Environment.GetEnvironmentVariable("NODE_PATH")?.Split(
            System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).ToList() ?? [];
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            roots.Add(System.IO.Path.Combine(directory.FullName, "node_modules"));
            roots.Add(System.IO.Path.Combine(directory.FullName, "Examples", "node_modules"));
        }

        return roots.SelectMany(
            root =>
                new[] { NodePackage, "anthropic-sdk-0" }.Select(name => System.IO.Path.GetFullPath(System.IO.Path.Combine(root, name))));
    }

    private static int? MajorVersion(string directory)
    {
        try
        {
            var manifest = JsonElement.Parse(File.ReadAllText(System.IO.Path.Combine(directory, "package.json")));
            return manifest.GetProperty("name").GetString() == NodePackage
                && Version.TryParse(manifest.GetProperty("version").GetString(), out var version)
                ? version.Major
                : null;
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
