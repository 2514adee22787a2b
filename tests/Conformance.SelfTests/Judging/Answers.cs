using System.Net;
using System.Text;
using Conformance.Wire;

namespace Conformance.SelfTests.Judging;

/// <summary>Exchanges as they come off the wire, for what judges them.</summary>
internal static class Answers
{
    /// <summary>An answer to <c>GET /v1/models</c>.</summary>
    public static Exchange Of(int status, string body, params (string Name, string Value)[] headers) =>
        Of(status, Encoding.UTF8.GetBytes(body), headers);

    /// <summary>An answer to <c>GET /v1/models</c>.</summary>
    public static Exchange Of(int status, byte[] body, params (string Name, string Value)[] headers) => Without(Outcome.Answered) with
    {
        Response = new Response(
            status, "", HttpVersion.Version11,
            [
                .. headers.Select(header => new HeaderField(header.Name, header.Value))
            ], body, body.Length, [], []),
    };

    /// <summary>A JSON answer to <c>GET /v1/models</c>.</summary>
    public static Exchange Json(int status, string body) => Of(status, body, ("content-type", "application/json"));

    /// <summary>An exchange that had no answer.</summary>
    public static Exchange Without(Outcome outcome) =>
        new(new Request("GET", "/v1/models", []), new Uri("http://127.0.0.1/v1/models"), [], outcome, null);
}
