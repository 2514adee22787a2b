using System.IO.Compression;
using System.Text;

namespace Conformance.Reference.Handlers;

/// <summary>A zip archive of one file.</summary>
internal static class ZipFile
{
    /// <summary>The bytes of an archive that holds this text under this name.</summary>
    public static byte[] Of(string name, string text)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = archive.CreateEntry(name).Open())
        {
            entry.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }
}
