namespace Conformance.Reference.Pipeline;

/// <summary>One step in which a request is judged.</summary>
/// <returns>The answer that ends the request; null passes it on to the next stage.</returns>
internal delegate ValueTask<Answer?> Stage(ApiRequest request);
