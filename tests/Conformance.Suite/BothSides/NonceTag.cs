using System.Text;
using Conformance.Contract;
using Conformance.Reference;
using Conformance.Wire;

namespace Conformance.Suite.BothSides;

/// <summary>
/// Puts a nonce into several things at once that a gateway must not change, so that the loss of one is seen and the rest still
/// tells the request.
/// </summary>
internal static class NonceTag
{
    // What the probes of messages say to the model.
    private const string Prompt = "\"Hi\"";

    /// <summary>
    /// The request with the nonce: in a field of the open list <c>anthropic-*</c>, and in the id of its path or the message's text;
    /// otherwise in the query.
    /// </summary>
    public static Request On(Request request, Nonce nonce)
    {
        var tagged = request.Adding(Upstream.NonceField, nonce.Text);
        if (tagged.Target.Contains(UnknownIds.Tail, StringComparison.Ordinal))
        {
            return tagged with { Target = tagged.Target.Replace(UnknownIds.Tail, nonce.Text, StringComparison.Ordinal) };
        }

        if (request.Body is { } body && request.Header(HeaderNames.ContentEncoding) is null
            && Encoding.UTF8.GetString(body.Prefix.Span) is var text && text.Contains(Prompt, StringComparison.Ordinal))
        {
            var prefix = Encoding.UTF8.GetBytes(text.Replace(Prompt, $"\"Hi {nonce.Text}\"", StringComparison.Ordinal));

            // A body that is padded to a length keeps it.
            var filler = Math.Max(0, body.Filler - (prefix.Length - body.Prefix.Length));
            return tagged with { Body = body with { Prefix = prefix, Filler = body.Filler == 0 ? 0 : filler } };
        }

        return tagged with
        {
            Target = tagged.Target + (tagged.Target.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "conformance="
            + nonce.Text
        };
    }
}
