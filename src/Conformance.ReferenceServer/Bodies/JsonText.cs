using System.Buffers;
using System.Text.Json;

namespace Conformance.Reference.Bodies;

/// <summary>
/// A JSON text, kept without what no handler looks at: of every run of white space one space, of every string the first
/// <see cref="LongestString"/> bytes. So a body padded to 256 MB costs no more memory than the request in it. What is
/// dropped is checked here; what is kept, by the parser.
/// </summary>
internal sealed class JsonText : IDisposable
{
    /// <summary>The bytes that are kept of a string, escapes as they are written.</summary>
    public const int LongestString = 64 * 1024;

    /// <summary>How every body is parsed.</summary>
    public static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    private const int ReadSize = 128 * 1024;

    private static readonly SearchValues<byte> QuoteOrSpace = SearchValues.Create("\" \t\r\n"u8);
    private static readonly SearchValues<byte> Space = SearchValues.Create(" \t\r\n"u8);
    private static readonly SearchValues<byte> StringStop = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(control => (byte)control)]);

    private byte[] kept = ArrayPool<byte>.Shared.Rent(4096);
    private int length;
    private bool inString;
    private bool dropping;
    private int escapeLeft;
    private bool escapeBegins;
    private int codeUnit;
    private bool halfPair;
    private int stringLength;
    private readonly Utf8Check utf8 = new();

    /// <summary>Whether there was no byte at all.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>Whether it is no JSON, whatever the parser says of what was kept.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>What was kept; valid until this is disposed.</summary>
    public ReadOnlyMemory<byte> Kept => kept.AsMemory(0, length);

    /// <summary>Reads a body to its end.</summary>
    public async Task ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                Append(buffer.AsSpan(0, read));
            }

            IsMalformed |= !utf8.IsComplete;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Takes the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        IsEmpty &= bytes.IsEmpty;
        IsMalformed |= !utf8.Append(bytes);

        // The rest of a malformed body is read, since it must be counted, but nothing of it matters.
        while (!bytes.IsEmpty && !IsMalformed)
        {
            bytes = !inString ? Outside(bytes) : escapeLeft > 0 ? Escape(bytes) : Inside(bytes);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(kept);
        kept = [];
        length = 0;
    }

    private ReadOnlySpan<byte> Outside(ReadOnlySpan<byte> bytes)
    {
        var stop = bytes.IndexOfAny(QuoteOrSpace);
        Keep(stop < 0 ? bytes : bytes[..stop]);
        if (stop < 0)
        {
            return [];
        }

        bytes = bytes[stop..];
        if (bytes[0] == '"')
        {
            Keep("\""u8);
            (inString, dropping, stringLength) = (true, false, 0);
            return bytes[1..];
        }

        // One space stays: without it "1 2" would become a number.
        if (length == 0 || kept[length - 1] != ' ')
        {
            Keep(" "u8);
        }

        var next = bytes.IndexOfAnyExcept(Space);
        return next < 0 ? [] : bytes[next..];
    }

    private ReadOnlySpan<byte> Inside(ReadOnlySpan<byte> bytes)
    {
        var stop = bytes.IndexOfAny(StringStop);
        if (halfPair && (stop != 0 || bytes[0] != '\\'))
        {
            IsMalformed = true;
            return [];
        }

        KeepOfString(stop < 0 ? bytes : bytes[..stop]);
        if (stop < 0)
        {
            return [];
        }

        switch (bytes[stop])
        {
            case (byte)'"':
                Keep("\""u8);
                inString = false;
                return bytes[(stop + 1)..];
            case (byte)'\\':
                (escapeLeft, escapeBegins) = (1, true);
                dropping |= stringLength >= LongestString && !halfPair;
                if (!dropping)
                {
                    Keep("\\"u8);
                }

                return bytes[(stop + 1)..];
            default:
                IsMalformed = true;
                return [];
        }
    }

    private ReadOnlySpan<byte> Escape(ReadOnlySpan<byte> bytes)
    {
        var character = bytes[0];
        if (escapeBegins)
        {
            IsMalformed |= !"\"\\/bfnrtu"u8.Contains(character) || (halfPair && character != 'u');
            (escapeLeft, escapeBegins, codeUnit) = (character == 'u' ? 4 : 0, false, 0);
        }
        else
        {
            IsMalformed |= !char.IsAsciiHexDigit((char)character);
            codeUnit = (codeUnit << 4) | HexValue(character);
            if (--escapeLeft == 0)
            {
                EndCodeUnit();
            }
        }

        if (!dropping)
        {
            Keep(bytes[..1]);
            stringLength++;
        }

        return bytes[1..];
    }

    // Half of a surrogate pair is no character: "no low surrogate in string" (recorded).
    private void EndCodeUnit()
    {
        IsMalformed |= halfPair != char.IsLowSurrogate((char)codeUnit);
        halfPair = char.IsHighSurrogate((char)codeUnit);
    }

    private static int HexValue(byte digit) => char.IsAsciiDigit((char)digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    // Cut between two characters: never inside the bytes of one.
    private void KeepOfString(ReadOnlySpan<byte> bytes)
    {
        if (dropping)
        {
            return;
        }

        var cut = Math.Max(0, LongestString - stringLength);
        while (cut < bytes.Length && (bytes[cut] & 0xC0) == 0x80)
        {
            cut++;
        }

        dropping = cut < bytes.Length;
        var part = dropping ? bytes[..cut] : bytes;
        Keep(part);
        stringLength += part.Length;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (length + bytes.Length > kept.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(kept.Length * 2, length + bytes.Length));
            kept.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(kept);
            kept = larger;
        }

        bytes.CopyTo(kept.AsSpan(length));
        length += bytes.Length;
    }
}
