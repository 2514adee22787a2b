namespace Conformance.Reference;

/// <summary>A script's answer on a stream of HTTP/2, by the server's own means.</summary>
internal sealed class Http2ScriptWire(HttpContext http) : ScriptWire
{
    public override void TakeOver()
    {
    }

    public override async Task<IReadOnlyList<HeaderLine>> WriteHeadAsync(
        int status, IReadOnlyList<HeaderLine> headers, long? length, CancellationToken cancellationToken)
    {
        http.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            http.Response.Headers.Append(name, value);
        }

        if (length is not null && headers.All(line => !line.Is("content-length")) && status is not (204 or 304))
        {
            http.Response.ContentLength = length;
        }

        await http.Response.StartAsync(cancellationToken);
        await http.Response.BodyWriter.FlushAsync(cancellationToken);
        return [.. http.Response.Headers.SelectMany(field => field.Value.Select(value => new HeaderLine(field.Key, value ?? "")))];
    }

    public override async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        await http.Response.BodyWriter.WriteAsync(bytes, cancellationToken);

    public override Task WriteRawAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task EndAsync(CancellationToken cancellationToken) => http.Response.CompleteAsync();
}
