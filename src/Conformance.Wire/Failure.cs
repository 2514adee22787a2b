using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Conformance.Wire;

/// <summary>Tells from an exception what came of sending a request, and says it in one line.</summary>
internal static class Failure
{
    /// <summary>The bound that the target passed; null where it is another kind of failure.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="inBody">Whether it came of reading a body.</param>
    public static BoundPassedException? Bound(Exception exception, bool inBody)
    {
        if (Causes(exception).OfType<BoundPassedException>().FirstOrDefault() is { } passed)
        {
            return passed;
        }

        // The handler's one complaint about a body that has neither a kind nor a cause.
        if (inBody && exception is HttpRequestException { HttpRequestError: HttpRequestError.Unknown, InnerException: null })
        {
            return new BoundPassedException(Wire.Bound.ChunkLine, "the line that begins a chunk is too long");
        }

        // The handler's own bounds: on fields, of a head over HTTP/2 or of trailers.
        return Causes(exception).Any(cause =>
            cause is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded }
                or HttpIOException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded })
            ? new BoundPassedException(
                Wire.Bound.HeadBytes,
                FormattableString.Invariant($"the header or trailer fields are too long: {Bounds.HeadBytes / 1024} KiB read"))
            : null;
    }

    /// <summary>The outcome that an exception stands for; never <see cref="Wire.Outcome.Answered"/>.</summary>
    public static Outcome Outcome(Exception exception)
    {
        if (Causes(exception).Any(cause => cause is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }))
        {
            return Wire.Outcome.Reset;
        }

        foreach (var cause in Causes(exception))
        {
            switch (cause)
            {
                case HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError }:
                    return Wire.Outcome.Unresolved;
                case HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or AuthenticationException:
                    return Wire.Outcome.Tls;
                case HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError }:
                    return Causes(exception).OfType<SocketException>().Any(
                        socket => socket.SocketErrorCode is SocketError.HostNotFound or SocketError.TryAgain)
                        ? Wire.Outcome.Unresolved
                        : Wire.Outcome.Refused;
                case HttpRequestException { HttpRequestError: HttpRequestError.VersionNegotiationError }:
                    return Wire.Outcome.VersionRefused;
                case HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse }
                    when !Causes(exception).Any(inner => inner is SocketException):
                    return Wire.Outcome.Malformed;
                case HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse }
                    when !Causes(exception).Any(inner => inner is SocketException):
                    return Wire.Outcome.Malformed;
                case HttpRequestException { HttpRequestError: HttpRequestError.HttpProtocolError }:
                    return Http2Outcome(exception);
                case OperationCanceledException { InnerException: TimeoutException }:
                    // No connection in time. Any other cancellation is the handler's own, of a connection that is gone.
                    return Wire.Outcome.Timeout;
            }
        }

        return Wire.Outcome.Reset;
    }

    /// <summary>One line for a person. It is made of the kind of failure, never of a header or a body.</summary>
    public static string Describe(Outcome outcome, Exception exception, Recorder recorder, ExchangeClocks clocks)
    {
        var bytes = string.Create(CultureInfo.InvariantCulture, $"{recorder.BytesSent:N0} bytes of the body sent");
        var socket = Causes(exception).OfType<SocketException>().FirstOrDefault()?.SocketErrorCode;
        return outcome switch
        {
            Wire.Outcome.Refused => socket switch
            {
                SocketError.ConnectionRefused => "connection refused, nothing listens there",
                SocketError.HostUnreachable or SocketError.NetworkUnreachable => "there is no route to the host",
                SocketError.TimedOut => "no connection in time",
                _ => $"no connection: {socket?.ToString() ?? "failed"}",
            },
            Wire.Outcome.Unresolved => "the host name cannot be resolved",
            Wire.Outcome.Tls => $"TLS failed: {FirstLine(Causes(exception).Last())}",
            Wire.Outcome.Timeout => TimedOut(recorder, clocks, bytes),
            Wire.Outcome.Malformed => $"the answer is not HTTP: {FirstLine(Causes(exception).Last())}",
            Wire.Outcome.VersionRefused => $"the target does not speak HTTP/{recorder.Version.Major} here",
            _ when recorder.AnsweredAfter is not null => "the connection ended in the middle of the answer",
            _ => $"the connection was {(socket is SocketError.ConnectionReset ? "reset" : "closed")} without an answer, {bytes}",
        };
    }

    private static string TimedOut(Recorder recorder, ExchangeClocks clocks, string sent)
    {
        var seconds = clocks.Limit(clocks.Expired ?? Clock.Silence).TotalSeconds;
        FormattableString text = clocks.Expired switch
        {
            Clock.Head => $"the head was not whole after {seconds:0.#} s: {recorder.HeadBytes:N0} bytes of it came, {sent}",
            Clock.Answer => $"the answer was not whole after {seconds:0.#} s, {sent}",
            _ when recorder is { IsBegun: false, Version.Major: < 2 } => $"no connection after {seconds:0.#} s",
            _ => $"nothing moved for {seconds:0.#} s, {sent}",
        };
        return text.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A stream or connection that the server ended in good HTTP, or one that it broke (RFC 9113, section 7).</summary>
    private static Outcome Http2Outcome(Exception exception)
    {
        if (Causes(exception).Any(cause => cause is SocketException))
        {
            return Wire.Outcome.Reset;
        }

        return (Http2Error?)Causes(exception).OfType<HttpProtocolException>().FirstOrDefault()?.ErrorCode switch
        {
            Http2Error.Http11Required => Wire.Outcome.VersionRefused,
            Http2Error.NoError or Http2Error.InternalError or Http2Error.StreamClosed or Http2Error.RefusedStream
                or Http2Error.Cancel or Http2Error.EnhanceYourCalm => Wire.Outcome.Reset,
            _ => Wire.Outcome.Malformed,
        };
    }

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }

    // Such an exception adds its kind to what it was told.
    private static string FirstLine(Exception exception) =>
        (exception is HttpIOException http
            ? http.Message.Replace($" ({http.HttpRequestError})", "", StringComparison.Ordinal)
            : exception.Message).ReplaceLineEndings("\n").Split('\n')[0];

    private enum Http2Error : long
    {
        NoError = 0x0,
        InternalError = 0x2,
        StreamClosed = 0x5,
        RefusedStream = 0x7,
        Cancel = 0x8,
        EnhanceYourCalm = 0xb,
        Http11Required = 0xd,
    }
}
