using System.Text.Json;
using Conformance.Contract;
using FluentAssertions;

namespace Conformance.SelfTests.Servers;

/// <summary>An answer of a <see cref="ServerUnderTest"/>.</summary>
/// <param name="Status">The status code.</param>
/// <param name="MediaType">The media type of the body, without parameters; null where it has none.</param>
/// <param name="Text">The body.</param>
internal sealed record ApiAnswer(int Status, string? MediaType, string Text)
{
    /// <summary>The header fields, several values joined by a comma.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonElement.Parse(Text);

    /// <summary>Asserts an error in the documented envelope.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="code">Its <c>error_code</c>; null where it has none.</param>
    public void ShouldBeError(int status, string? code = null)
    {
        Status.Should().Be(status, Text);
        MediaType.Should().Be(MediaTypes.Json);
        Json.GetProperty("type").GetString().Should().Be("error");
        Json.GetProperty("error").GetProperty("type").GetString().Should().Be(ErrorTypes.For(status));
        Json.GetProperty("error").GetProperty("message").GetString().Should().NotBeNullOrEmpty();
        Json.GetProperty("request_id").GetString().Should().Be(Headers[HeaderNames.RequestId]);
        if (code is not null)
        {
            Json.GetProperty("error").GetProperty("details").GetProperty("error_code").GetString().Should().Be(code);
        }
    }
}
