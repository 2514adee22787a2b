namespace Conformance.Reference;

/// <summary>
/// What a request is recognised by behind a gateway: 24 lower-case letters and digits, safe in a URL, in JSON and in a field
/// value as they are. Made by <see cref="Upstream.NewNonce"/>.
/// </summary>
public sealed record Nonce
{
    internal const int Length = 24;

    internal Nonce(string text) => Text = text;

    /// <summary>The characters to put into the request.</summary>
    public string Text { get; }

    /// <inheritdoc />
    public override string ToString() => Text;
}
