using System.Security.Cryptography;
using System.Text;

namespace Conformance.Reference;

/// <summary>Makes the nonces of one run and finds them again; those of another run are none to it.</summary>
internal sealed class NonceFinder
{
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const int FileNameReach = 256;

    private static readonly byte[] FileName = "filename"u8.ToArray();

    private readonly string prefix = "cf" + RandomNumberGenerator.GetString(Alphabet, 10);
    private readonly byte[] needle;

    public NonceFinder() => needle = Encoding.ASCII.GetBytes(prefix);

    /// <summary>A nonce that nobody can guess and no other request has.</summary>
    public Nonce Make() => new(prefix + RandomNumberGenerator.GetString(Alphabet, Nonce.Length - prefix.Length));

    /// <summary>The nonces in a text.</summary>
    public IEnumerable<Nonce> In(string text)
    {
        for (var at = text.IndexOf(prefix, StringComparison.Ordinal); at >= 0 && at + Nonce.Length <= text.Length;)
        {
            yield return new Nonce(text.Substring(at, Nonce.Length));
            at = text.IndexOf(prefix, at + Nonce.Length, StringComparison.Ordinal);
        }
    }

    /// <summary>The nonces in the beginning of a body, each with its place.</summary>
    /// <param name="bytes">What is kept of the body.</param>
    /// <param name="start">Where to begin to look; moved to where a nonce that is not whole yet may begin.</param>
    public List<(Nonce Nonce, NoncePlace Place)> In(ReadOnlySpan<byte> bytes, ref int start)
    {
        var found = new List<(Nonce, NoncePlace)>();
        while (bytes[start..].IndexOf(needle) is >= 0 and var offset)
        {
            var at = start + offset;
            if (at + Nonce.Length > bytes.Length)
            {
                start = at;
                return found;
            }

            found.Add((new Nonce(Encoding.ASCII.GetString(bytes.Slice(at, Nonce.Length))), Place(bytes[..at])));
            start = at + Nonce.Length;
        }

        start = Math.Max(start, bytes.Length - needle.Length + 1);
        return found;
    }

    private static NoncePlace Place(ReadOnlySpan<byte> before)
    {
        var line = before[Math.Max(0, before.Length - FileNameReach)..];
        line = line[(line.LastIndexOf((byte)'\n') + 1)..];
        return line.LastIndexOf(FileName) >= 0 ? NoncePlace.FileName : NoncePlace.Body;
    }
}
