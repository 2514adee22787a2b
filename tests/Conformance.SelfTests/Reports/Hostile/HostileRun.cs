using Conformance.SelfTests.Support;

namespace Conformance.SelfTests.Reports.Hostile;

/// <summary>A real run of the suite against <see cref="HostileServer"/> in a GitHub workflow, made once for all tests.</summary>
internal static class HostileRun
{
    /// <summary>The key of the run, which no output may hold.</summary>
    public const string Key = "sk-ant-api03-Hostile+Run/0123456789==\"q\"";

    /// <summary>The summary of the job, which the workflow gave and other steps wrote to.</summary>
    public static readonly string JobSummary = Path.Combine(TestDirectory.Create(), "job.md");

    private static readonly Lazy<Task<SuiteProcess>> Shared = new(Run);

    /// <summary>The run.</summary>
    public static Task<SuiteProcess> Once() => Shared.Value;

    private static async Task<SuiteProcess> Run()
    {
        await File.WriteAllTextAsync(JobSummary, "before\n\n");
        await using var server = HostileServer.Start();
        string[] settings =
        [
            $"BaseUrl={server.Url}", "Operations=messages.*,models.*,files.list",
            "Rules=auth.*,version.*,content.*,error.*,headers.*,security.*,stream.*", "Timeout=5s"
        ];
        string[] arguments = ["--no-ansi", .. settings.SelectMany(setting => new[] { "--test-parameter", setting })];
        return await SuiteProcess.Run(arguments, new Dictionary<string, string>
        {
            ["CONFORMANCE_API_KEY"] = Key,
            ["GITHUB_ACTIONS"] = "true",
            ["GITHUB_STEP_SUMMARY"] = JobSummary,
        });
    }
}
