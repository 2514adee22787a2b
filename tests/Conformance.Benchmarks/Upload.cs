using System.Collections.Immutable;
using Conformance.Reference;
using Conformance.Suite.Running;
using Conformance.Wire;

namespace Conformance.Benchmarks;

/// <summary>A large request to one of the three groups of operations, of an exact size.</summary>
/// <param name="Path">The operation's path.</param>
/// <param name="Bytes">The size of the body.</param>
/// <param name="IsChunked">Whether it goes without a length.</param>
internal sealed record Upload(string Path, long Bytes, bool IsChunked)
{
    private const string Message = """{"model":"claude-haiku-4-5","max_tokens":1,"messages":[{"role":"user","content":"Hi"}]}""";
    private const string Batch = """{"requests":[]}""";

    private string ContentType => Path == "/v1/files" ? FormBody.ContentType : "application/json";

    public IReadOnlyList<(string Name, string Value)> Headers =>
        [("x-api-key", ReferenceKeys.Api), ("anthropic-version", "2023-06-01"), ("content-type", ContentType)];

    public RequestBody Body => Path switch
    {
        "/v1/files" => FormBody.WithFile(Bytes, "conformance.txt"),
        "/v1/messages/batches" => RequestBody.PaddedJson(Batch, Bytes),
        _ => RequestBody.PaddedJson(Message, Bytes),
    };

    /// <summary>The request as the suite sends it.</summary>
    public Request Request =>
        new("POST", Path, [.. Headers.Select(header => new HeaderField(header.Name, header.Value)).ToImmutableList()], Body)
        {
            Framing = IsChunked ? BodyFraming.Chunked : BodyFraming.ContentLength,
            OwnConnection = true,
        };

    /// <summary>Writes the body to a file, for curl.</summary>
    public async Task WriteTo(string path)
    {
        var body = Body;
        await using var file = File.Create(path);
        await file.WriteAsync(body.Prefix);
        var spaces = new byte[1 << 20];
        Array.Fill(spaces, (byte)' ');
        for (var left = body.Filler; left > 0; left -= spaces.Length)
        {
            await file.WriteAsync(spaces.AsMemory(0, (int)Math.Min(left, spaces.Length)));
        }

        await file.WriteAsync(body.Suffix);
    }
}
