using Conformance.SelfTests.Gateway.Support;
using NUnit.Framework;

namespace Conformance.SelfTests.Gateway;

/// <summary>Tests that write to the reference gateway byte by byte, in front of an upstream that does as it is told.</summary>
public abstract class ThroughTheGateway : IAsyncDisposable
{
    /// <summary>The gateway and its upstream, of this test alone.</summary>
    private protected BothSides Both { get; private set; } = null!;

    /// <summary>A connection to the gateway.</summary>
    private protected RawClient Client { get; private set; } = null!;

    /// <summary>Starts both sides and connects.</summary>
    [SetUp]
    public async Task Start()
    {
        Both = await BothSides.Start();
        Client = await RawClient.Connect(Both.Gateway.BaseUrl);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Client.DisposeAsync();
        await Both.DisposeAsync();
    }
}
