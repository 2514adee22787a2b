using Conformance.SelfTests.Support;
using YamlDotNet.RepresentationModel;

namespace Conformance.SelfTests.Pipelines;

/// <summary>A job of a workflow that uses the action: its scripts, in the order and the environment that the runner gives them.</summary>
/// <param name="workspace">The pipeline.</param>
/// <param name="folder">Where the job runs.</param>
internal sealed class ActionJob(PipelineWorkspace workspace, string folder)
{
    /// <summary>How the runner starts a script with <c>shell: bash</c>.</summary>
    public const string Bash = "bash --noprofile --norc -eo pipefail";

    /// <summary>How it starts one that names no shell.</summary>
    public const string Unnamed = "bash -e";

    private readonly string _runner = TestDirectory.Create();

    /// <summary>The action.</summary>
    public static YamlNode Action { get; } = Yaml.Read(File.ReadAllText(Path.Combine(ActionFolder, "action.yml")));

    /// <summary>Where the job runs.</summary>
    public string Folder => folder;

    /// <summary>What the steps wrote as outputs.</summary>
    public Dictionary<string, string> Outputs => File.ReadAllLines(Path.Combine(_runner, "output"))
        .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>The summary of the job.</summary>
    public string Summary => File.ReadAllText(Path.Combine(_runner, "summary"));

    private static string ActionFolder => Repository.File(".github", "actions", "conformance");

    /// <summary>Runs the scripts of the action, until one fails.</summary>
    /// <param name="with">Its inputs; the others have their defaults.</param>
    public async Task<ProgramRun> Use(IReadOnlyDictionary<string, string> with)
    {
        // Built before, as by an earlier step of the job: the tool is not published for every test.
        var tool = Path.Combine(_runner, "conformance");
        if (!Directory.Exists(tool))
        {
            Directory.CreateSymbolicLink(tool, AppContext.BaseDirectory);
        }

        var known = ((YamlMappingNode)Action.At("inputs")!).Children.ToDictionary(
            input => $"inputs.{input.Key}", input => with.GetValueOrDefault(input.Key.ToString(), input.Value.Text("default")));
        var unknown = with.Keys.FirstOrDefault(name => !known.ContainsKey($"inputs.{name}"));
        if (unknown is not null)
        {
            throw new ArgumentException($"the action has no input {unknown}", nameof(with));
        }

        var last = new ProgramRun(0, "", "");
        foreach (var step in Action.Items("runs/steps").Where(step => step.At("run") is not null))
        {
            var isLeftOut = step.At("if") is not null && known["inputs.install-only"] == "true";
            if (!isLeftOut && last.ExitCode == 0)
            {
                last = await Run(Bash, step, known);
            }
        }

        return last;
    }

    /// <summary>Runs the script of a step.</summary>
    /// <param name="shell">How.</param>
    /// <param name="step">The step.</param>
    /// <param name="values">What its expressions stand for.</param>
    /// <param name="programs">A folder with programs that its machine has; null for none.</param>
    public Task<ProgramRun> Run(string shell, YamlNode step, IReadOnlyDictionary<string, string> values, string? programs = null)
    {
        var added = Path.Combine(_runner, "path");
        var path = File.Exists(added) ? File.ReadAllLines(added) : [];
        var environment = step.Texts("env").ToDictionary(one => one.Key, one => PipelinePage.Replaced(one.Value, values));
        environment["PATH"] = string.Join(':', path.Append(programs).Append(Environment.GetEnvironmentVariable("PATH")).OfType<string>());
        environment["RUNNER_TEMP"] = _runner;
        environment["GITHUB_ACTIONS"] = "true";
        environment["GITHUB_ACTION_PATH"] = ActionFolder;
        environment["GITHUB_PATH"] = added;
        environment["GITHUB_OUTPUT"] = Path.Combine(_runner, "output");
        environment["GITHUB_STEP_SUMMARY"] = Path.Combine(_runner, "summary");
        return workspace.Run(folder, shell, PipelinePage.Replaced(step.Text("run"), values), environment);
    }
}
