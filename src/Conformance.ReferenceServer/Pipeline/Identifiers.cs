using System.Security.Cryptography;
using System.Text;

namespace Conformance.Reference.Pipeline;

/// <summary>The ids that the server gives out.</summary>
internal static class Identifiers
{
    /// <summary>The organization of answers to requests without a valid key.</summary>
    public const string NoOrganization = "5f1c1a0e-0c1d-4c55-9d0e-6a2f3b7c8d90";

    private const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    /// <summary>A request id: <c>req_</c> and 24 characters, as every recording has it.</summary>
    public static string Request(ReferenceServerOptions options) =>
        options.OtherIdFormat ? Guid.CreateVersion7().ToString() : New("req_");

    /// <summary>A new id of a resource.</summary>
    public static string New(string prefix) => prefix + "01" + RandomNumberGenerator.GetString(Base58, 22);

    /// <summary>
    /// The organization of a key, a UUID that is the same for ever. What follows the kind of the key alone counts, so that
    /// the ordinary and the admin key of one organization can be told to belong together.
    /// </summary>
    public static string Organization(string key)
    {
        var bytes = Digest("organization", key).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>The workspace of a key.</summary>
    public static string Workspace(string key) =>
        "wrkspc_01" + string.Concat(Digest("workspace", key).Take(22).Select(value => Base58[value % Base58.Length]));

    // The purpose is digested too: no id is a plain hash of a key.
    private static byte[] Digest(string purpose, string key)
    {
        var afterKind = key.IndexOf('-', Stages.Authentication.KeyPrefix.Length);
        return SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose}:{key[(afterKind + 1)..]}"));
    }
}
