using Conformance.Wire;

namespace Conformance.Suite.Assertions;

/// <summary>Begins an assertion on an exchange.</summary>
public static class ExchangeExtensions
{
    /// <summary>Begins an assertion on an exchange.</summary>
    public static ExchangeAssertions Should(this Exchange exchange) => new(exchange);
}
