namespace Conformance.Reference.Bodies;

/// <summary>One byte more than the limit arrived.</summary>
/// <param name="afterDecoding">Whether the bytes were counted after the content coding was undone.</param>
internal sealed class BodyTooLargeException(bool afterDecoding) : Exception
{
    /// <summary>Whether the bytes were counted after the content coding was undone.</summary>
    public bool AfterDecoding => afterDecoding;
}
