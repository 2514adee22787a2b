using Conformance.Reference;
using Conformance.SelfTests.Support;

namespace Conformance.SelfTests.Pipelines;

/// <summary>What a pipeline gives its jobs: a folder each, the variables, the secret, a feed with the tool, and a gateway.</summary>
internal sealed class PipelineWorkspace : IAsyncDisposable
{
    /// <summary>The rules of the runs, so that each takes a moment.</summary>
    public const string Rules = "auth.missing-key,headers.request-id";

    private readonly ReferenceServer _gateway;
    private readonly string _root;
    private readonly Dictionary<string, string> _environment;

    private PipelineWorkspace(ReferenceServer gateway, string root, Dictionary<string, string> environment) =>
        (_gateway, _root, _environment) = (gateway, root, environment);

    /// <summary>The address of the gateway.</summary>
    public string Gateway => _gateway.BaseUrl.AbsoluteUri;

    /// <summary>The folder that holds the package of the tool.</summary>
    public string Feed => _environment["FEED"];

    /// <summary>Starts a gateway, which keeps the contract or breaks a promise, and lays out the rest.</summary>
    public static async Task<PipelineWorkspace> Start(string? deviation = null)
    {
        var gateway = await ReferenceServer.StartAsync(
            new ReferenceServerOptions { Deviations = deviation is null ? [] : [deviation] });
        var (root, environment) = await PackedTool.EmptyFolder();
        environment["CONFORMANCE_API_KEY"] = ReferenceKeys.Api;
        environment["CONFORMANCE_RULES"] = Rules;
        environment["GATEWAY"] = gateway.BaseUrl.AbsoluteUri;
        environment["FEED"] = await PackedTool.Folder;
        return new PipelineWorkspace(gateway, root, environment);
    }

    /// <summary>Makes the folder of a job, with what its repository holds.</summary>
    public string Job(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "waivers.json"), """{ "waivers": [] }""");
        return folder;
    }

    /// <summary>Runs a script as a pipeline does: the shell with its options, then the script.</summary>
    public Task<ProgramRun> Run(string folder, string shell, string script, IReadOnlyDictionary<string, string>? variables = null)
    {
        var environment = new Dictionary<string, string>(_environment);
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            environment[name] = value;
        }

        var file = Path.Combine(_root, $"{Guid.NewGuid():N}.sh");
        File.WriteAllText(file, script);
        var words = shell.Split(' ');
        return ProgramRun.Of(folder, environment, words[0], [.. words[1..], file]);
    }

    /// <summary>The results of a run of the same rules, as the last run of <c>main</c> left them.</summary>
    public async Task<string> Baseline()
    {
        var run = await ToolProcess.Run(
            new Dictionary<string, string> { ["CONFORMANCE_API_KEY"] = ReferenceKeys.Api },
            [.. ToolProcess.Options([("BaseUrl", Gateway), ("Rules", Rules), ("Operations", "served")])]);
        return Path.Combine(run.Reports, "results.json");
    }

    /// <summary>Hands what a job kept to another.</summary>
    public static void Hand(string from, string to, string name)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(from, name), "results.json"))
        {
            Directory.CreateDirectory(Path.Combine(to, name));
            File.Copy(file, Path.Combine(to, name, Path.GetFileName(file)));
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _gateway.DisposeAsync();
}
