using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Conformance.Reference.Bodies;

/// <summary>One part of a form, of which the beginning is kept.</summary>
/// <param name="Name">The name of the field.</param>
/// <param name="FileName">The name of the file; null for a field that is none.</param>
/// <param name="ContentType">The media type the part gives itself; null where it gives none.</param>
/// <param name="Length">How long the content is, in bytes.</param>
/// <param name="Beginning">The first bytes of the content, 16 KB at most, as text.</param>
internal sealed record FormPart(string Name, string? FileName, string? ContentType, long Length, string Beginning)
{
    private const int KeptBytes = 16 * 1024;
    private const int KeptParts = 500;
    private const int ReadSize = 128 * 1024;

    /// <summary>Reads a form to its end. Of more than 500 parts the first are returned.</summary>
    /// <exception cref="FormException">It is no form of this boundary.</exception>
    public static async Task<IReadOnlyList<FormPart>> ReadAllAsync(Stream body, string boundary, CancellationToken cancellationToken)
    {
        var parts = new List<FormPart>();
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            var reader = new MultipartReader(boundary, body, ReadSize);
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                var part = await ReadAsync(section, buffer, cancellationToken);
                if (part is not null && parts.Count < KeptParts)
                {
                    parts.Add(part);
                }
            }

            return parts;
        }
        catch (Exception e) when (e is InvalidDataException || e.GetType() == typeof(IOException))
        {
            throw new FormException(e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<FormPart?> ReadAsync(MultipartSection section, byte[] buffer, CancellationToken cancellationToken)
    {
        byte[] kept = [];
        long length = 0;
        while (await section.Body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (kept.Length < KeptBytes)
            {
                kept = [.. kept, .. buffer.AsSpan(0, Math.Min(read, KeptBytes - kept.Length))];
            }

            length += read;
        }

        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
        {
            return null;
        }

        var fileName = disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName);
        return new FormPart(
            HeaderUtilities.RemoveQuotes(disposition.Name).ToString(),
            fileName.HasValue ? fileName.ToString() : null,
            section.ContentType,
            length,
            Encoding.UTF8.GetString(kept));
    }
}
