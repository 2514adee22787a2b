using Conformance.Reference;

namespace Conformance.SelfTests.Support;

/// <summary>Runs of the suite against a target that is not its own, with keys as its user would give them.</summary>
internal static class ExternalRun
{
    /// <summary>The environment that holds both keys of the reference server.</summary>
    public static IReadOnlyDictionary<string, string> Keys { get; } = new Dictionary<string, string>
    {
        ["CONFORMANCE_API_KEY"] = ReferenceKeys.Api,
        ["CONFORMANCE_ADMIN_API_KEY"] = ReferenceKeys.Admin,
    };

    /// <summary>Runs the suite against a base URL, settings given as <c>--test-parameter</c>.</summary>
    public static Task<SuiteProcess> Against(Uri url, params (string Name, string Value)[] settings) =>
        SuiteProcess.Run(
            [
                .. settings.Prepend(("BaseUrl", url.AbsoluteUri)).SelectMany(
                    setting => new[] { "--test-parameter", $"{setting.Item1}={setting.Item2}" })
            ],
            Keys);
}
