using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Conformance.Reference.Bodies;

/// <summary>
/// "JSON text exchanged between systems that are not part of a closed ecosystem MUST be encoded using UTF-8" (RFC 8259,
/// section 8.1): checks bytes that arrive in pieces, which may end inside a character.
/// </summary>
internal sealed class Utf8Check
{
    private readonly byte[] carried = new byte[4];
    private int carriedLength;

    /// <summary>Whether nothing of a character is missing at the end.</summary>
    public bool IsComplete => carriedLength == 0;

    /// <summary>Takes the next bytes.</summary>
    /// <returns>Whether all so far can be the beginning of a UTF-8 text.</returns>
    public bool Append(ReadOnlySpan<byte> bytes)
    {
        while (carriedLength > 0 && !bytes.IsEmpty)
        {
            carried[carriedLength++] = bytes[0];
            bytes = bytes[1..];
            switch (Rune.DecodeFromUtf8(carried.AsSpan(0, carriedLength), out _, out _))
            {
                case OperationStatus.Done:
                    carriedLength = 0;
                    break;
                case OperationStatus.InvalidData:
                    return false;
            }
        }

        var end = bytes.Length;
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            if (Rune.DecodeFromUtf8(bytes[^back..], out _, out _) == OperationStatus.NeedMoreData)
            {
                end = bytes.Length - back;
                break;
            }
        }

        if (carriedLength == 0)
        {
            bytes[end..].CopyTo(carried);
            carriedLength = bytes.Length - end;
        }

        return Utf8.IsValid(bytes[..end]);
    }
}
