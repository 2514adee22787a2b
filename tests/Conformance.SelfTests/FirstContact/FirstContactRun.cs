using Conformance.Suite.Running;
using Conformance.Suite.Settings;

namespace Conformance.SelfTests.FirstContact;

/// <summary>A run in this process that has tried its target and judged nothing yet.</summary>
internal static class FirstContactRun
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    /// <summary>Tries a target with the public keys of the reference server.</summary>
    public static async Task<Run> With(Uri target, params (string Name, string Value)[] settings)
    {
        var arguments = settings.Prepend(("BaseUrl", target.AbsoluteUri))
            .SelectMany(setting => new[] { "--test-parameter", $"{setting.Item1}={setting.Item2}" });
        var run = await Run.Create(SettingsReader.Read([.. arguments], NoEnvironment), Secrets.Embedded, TimeProvider.System);
        await run.Reach();
        return run;
    }
}
