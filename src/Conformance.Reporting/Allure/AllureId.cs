using System.Security.Cryptography;
using System.Text;
using Conformance.Reporting.Results;

namespace Conformance.Reporting.Allure;

/// <summary>Ids that Allure wants unique or stable: made from names, so that a run of the same target writes the same files.</summary>
internal static class AllureId
{
    /// <summary>A UUID made from the target of a run, whose embedded one listens on another port every time, and a name.</summary>
    public static string Uuid(RunResult run, string name) => Uuid(run.Target.Embedded ? "embedded" : run.Target.BaseUrl, name);

    /// <summary>A UUID made from the parts.</summary>
    public static string Uuid(params ReadOnlySpan<string> parts) => new Guid(Hash(parts).AsSpan(0, 16)).ToString();

    /// <summary>32 hexadecimal digits made from the parts: the form of Allure's own history ids.</summary>
    public static string History(params ReadOnlySpan<string> parts) => Convert.ToHexStringLower(Hash(parts).AsSpan(0, 16));

    private static byte[] Hash(ReadOnlySpan<string> parts) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts)));
}
