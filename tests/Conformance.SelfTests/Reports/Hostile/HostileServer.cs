using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Conformance.SelfTests.Reports.Samples;
using Conformance.SelfTests.Support.Sockets;

namespace Conformance.SelfTests.Reports.Hostile;

/// <summary>
/// A server that answers every request with hostile bytes, on the wire: in the reason, in header fields and in the body;
/// it sends back the key it was given, plain and in base64. The first answer is legal, so that the target counts as reached.
/// </summary>
internal static class HostileServer
{
    // Header fields that no client should mind, and such that many refuse: control characters and NUL.
    private static readonly string[] Fields =
    [
        "x-markup: " + OneLine(HostileText.Markup) + "\r\nlocation: javascript:window.pwned=1\r\nx-markdown: "
            + OneLine(HostileText.Markdown),
        "x-command: ::error::pwned ##vso[task.setvariable variable=a]b\r\nx-escape: \u001b[31mred\u001b[0m\u001b]0;title\u0007",
        "x-nul: a\0b\r\nx-latin: \u009b31m \u0085\r\n<script>window.pwned=1</script>: x",
    ];

    /// <summary>Starts it.</summary>
    public static RawServer Start()
    {
        var answers = 0;
        return RawServer.Start(async connection =>
        {
            if (await connection.ReadHead() is { } head)
            {
                await connection.Write(Answer(head, Interlocked.Increment(ref answers) - 1));
            }
        });
    }

    private static byte[] Answer(string head, int number)
    {
        var key = head.Split("\r\n").FirstOrDefault(
            line => line.StartsWith("x-api-key:", StringComparison.OrdinalIgnoreCase))?.Split(':', 2)[1].Trim() ?? "none";
        var echo = $"{key} {Convert.ToBase64String(Encoding.UTF8.GetBytes(key))} {Uri.EscapeDataString(key)}";
        byte[] body =
        [
            .. "{\"type\":\"error\",\"error\":{\"type\":\"::error::<script>window.pwned=1</script>\",\"message\":\""u8,
            .. Encoding.UTF8.GetBytes(HostileText.All), 0xFF, 0xFE, 0xC0, 0xAF, 0xED, 0xA0, 0x80,
            .. Encoding.UTF8.GetBytes(echo), .. "\"}}"u8,
        ];
        var status = number == 0
            ? "200 OK"
            : (number % 3) switch { 0 => "200 OK", 1 => "418 ::error::<b>pwned</b>", _ => "500 \u001b[31m" };
        var answer = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status}\r\ncontent-type: {MediaTypeHeaderValue.Parse("application/json")}\r\nx-echo: {echo}\r\n"
                + $"{Fields[number == 0 ? 0 : number % Fields.Length]}\r\n"
                + $"content-length: {body.Length}\r\nconnection: close\r\n\r\n");
        return [.. Encoding.Latin1.GetBytes(answer), .. body];
    }

    private static string OneLine(string text) => text.Replace("\r", "", StringComparison.Ordinal).Replace('\n', ' ');
}
