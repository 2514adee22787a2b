using System.Security.Cryptography;
using System.Text;

namespace Conformance.Reporting.Allure;

/// <summary>Ids that Allure wants unique or stable: made from names, so that the same run written twice is the same.</summary>
internal static class AllureId
{
    /// <summary>A UUID made from the parts.</summary>
    public static string Uuid(params ReadOnlySpan<string> parts) => new Guid(Hash(parts).AsSpan(0, 16)).ToString();

    /// <summary>32 hexadecimal digits made from the parts: the form of Allure's own history ids.</summary>
    public static string History(params ReadOnlySpan<string> parts) => Convert.ToHexStringLower(Hash(parts).AsSpan(0, 16));

    private static byte[] Hash(ReadOnlySpan<string> parts) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts)));
}
