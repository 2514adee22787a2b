using System.Globalization;
using System.Text.Json.Nodes;

namespace Conformance.Reporting.Allure;

/// <summary>The content of Allure's <c>executor.json</c>: the CI job that ran, told from its environment.</summary>
internal static class AllureExecutor
{
    /// <param name="environment">Reads an environment variable.</param>
    public static JsonObject From(Func<string, string?> environment) => environment switch
    {
        _ when environment("GITHUB_ACTIONS") == "true" => Executor(
            "GitHub Actions",
            "github",
            environment("GITHUB_RUN_NUMBER"),
            $"{environment("GITHUB_WORKFLOW")} #{environment("GITHUB_RUN_NUMBER")}",
            $"{environment("GITHUB_SERVER_URL")}/{environment("GITHUB_REPOSITORY")}/actions/runs/{environment("GITHUB_RUN_ID")}"),
        _ when environment("GITLAB_CI") == "true" => Executor(
            "GitLab CI",
            "gitlab",
            environment("CI_PIPELINE_IID"),
            $"{environment("CI_JOB_NAME")} #{environment("CI_PIPELINE_IID")}",
            environment("CI_JOB_URL")),
        _ when environment("JENKINS_URL") is { Length: > 0 } => Executor(
            "Jenkins",
            "jenkins",
            environment("BUILD_NUMBER"),
            $"{environment("JOB_NAME")} #{environment("BUILD_NUMBER")}",
            environment("BUILD_URL")),
        _ => new JsonObject { ["name"] = "Conformance", ["type"] = "local" },
    };

    private static JsonObject Executor(string name, string type, string? order, string buildName, string? url)
    {
        var executor = new JsonObject
        {
            ["name"] = name,
            ["type"] = type,
            ["buildName"] = buildName,
            ["reportName"] = "Claude API contract",
        };
        if (long.TryParse(order, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            executor["buildOrder"] = number;
        }

        if (
            Uri.TryCreate(url, UriKind.Absolute, out var address)
                && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp))
        {
            executor["buildUrl"] = address.AbsoluteUri;
        }

        return executor;
    }
}
