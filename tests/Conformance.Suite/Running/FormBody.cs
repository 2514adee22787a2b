using System.Text;
using Conformance.Wire;

namespace Conformance.Suite.Running;

/// <summary>The multipart bodies that Files and Skills take (RFC 7578), with a boundary of the suite's own.</summary>
public static class FormBody
{
    private const string Boundary = "conformance-7f1c9a2e5b";
    private const string End = "\r\n--" + Boundary + "--\r\n";

    /// <summary>The value of <c>content-type</c> that goes with them.</summary>
    public static string ContentType => $"multipart/form-data; boundary={Boundary}";

    /// <summary>A form without the file that every upload needs: refused, so nothing is created.</summary>
    public static RequestBody WithoutFile() => RequestBody.Of(Head("name=\"conformance\"", null) + "no file" + End);

    /// <summary>A form with one generated text file, padded so that the whole request body has exactly this many bytes.</summary>
    /// <param name="length">The length of the body in bytes.</param>
    /// <param name="fileName">The name of the file, ASCII without quotes.</param>
    public static RequestBody WithFile(long length, string fileName)
    {
        var head = Encoding.ASCII.GetBytes(Head($"name=\"file\"; filename=\"{fileName}\"", "text/plain"));
        var end = Encoding.ASCII.GetBytes(End);
        return new RequestBody(head, length - head.Length - end.Length, end);
    }

    private static string Head(string disposition, string? contentType) =>
        $"--{Boundary}\r\ncontent-disposition: form-data; {disposition}\r\n"
            + $"{(contentType is null ? "" : $"content-type: {contentType}\r\n")}\r\n";
}
