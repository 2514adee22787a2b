using System.Net.Sockets;
using System.Text;

namespace Conformance.SelfTests.Support.Sockets;

/// <summary>One connection of a <see cref="RawServer"/>.</summary>
internal sealed class RawConnection(Socket socket, Stream stream, int number, CancellationToken stop) : IAsyncDisposable
{
    private readonly List<byte> _ahead = [];
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>Its number on the server, from 1.</summary>
    public int Number => number;

    /// <summary>Ends with the server.</summary>
    public CancellationToken Stop => stop;

    /// <summary>Reads the next request's head; null at the end of the connection.</summary>
    public async Task<string?> ReadHead()
    {
        while (true)
        {
            var text = Encoding.Latin1.GetString([.. _ahead]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                _ahead.RemoveRange(0, end + 4);
                return text[..(end + 4)];
            }

            var count = await stream.ReadAsync(_buffer, stop);
            if (count == 0)
            {
                return null;
            }

            _ahead.AddRange(_buffer.AsSpan(0, count));
        }
    }

    /// <summary>Reads bytes of a body.</summary>
    /// <returns>The bytes, fewer only at the end of the connection.</returns>
    public async Task<byte[]> Read(int bytes)
    {
        while (_ahead.Count < bytes && await stream.ReadAsync(_buffer, stop) is > 0 and var count)
        {
            _ahead.AddRange(_buffer.AsSpan(0, count));
        }

        byte[] read = [.. _ahead.Take(bytes)];
        _ahead.RemoveRange(0, read.Length);
        return read;
    }

    /// <summary>Reads until the client ends the connection, and forgets it.</summary>
    public async Task ReadToEnd()
    {
        while (await stream.ReadAsync(_buffer, stop) > 0)
        {
        }
    }

    /// <summary>Writes text, Latin-1.</summary>
    public Task Write(string text) => Write(Encoding.Latin1.GetBytes(text));

    /// <summary>Writes bytes.</summary>
    public async Task Write(ReadOnlyMemory<byte> bytes)
    {
        await stream.WriteAsync(bytes, stop);
        await stream.FlushAsync(stop);
    }

    /// <summary>Reads nothing more and writes nothing more; what is sent here from now on is answered with a reset.</summary>
    public void End()
    {
        socket.Shutdown(SocketShutdown.Both);
    }

    /// <summary>Passes on what comes from either side, until one of them ends.</summary>
    public async Task Tunnel(Stream onward)
    {
        await onward.WriteAsync(_ahead.ToArray(), stop);
        await Task.WhenAny(stream.CopyToAsync(onward, stop), onward.CopyToAsync(stream, stop));
    }

    /// <summary>Writes nothing more, and goes on reading.</summary>
    public void EndWriting()
    {
        socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Ends the connection with a reset, whatever is under way.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
