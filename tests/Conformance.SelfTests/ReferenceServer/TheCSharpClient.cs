using System.Text;
using Anthropic;
using Anthropic.Core;
using Anthropic.Exceptions;
using Anthropic.Models.Files;
using Anthropic.Models.Messages;
using Anthropic.Models.Models;
using Conformance.Reference;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Servers;

/// <summary>
/// The official C# client against the reference server: it pages, streams, uploads and downloads, and fails with the exception
/// that belongs to the status.
/// </summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class TheCSharpClient(bool unusual)
{
    private const string Model = "claude-haiku-4-5";

    private Reference.ReferenceServer server = null!;

    [SetUp]
    public async Task Start() => server = await Reference.ReferenceServer.StartAsync(new() { Unusual = unusual });

    [TearDown]
    public async Task Stop() => await server.DisposeAsync();

    [Test]
    public async Task Pages_through_lists()
    {
        using var client = Client(ReferenceKeys.Api);
        var paged = new List<string>();
        for (var page = await client.Models.List(new ModelListParams { Limit = 2 }); ; page = await page.Next())
        {
            paged.AddRange(page.Items.Select(model => model.ID));
            if (!page.HasNext())
            {
                break;
            }
        }

        var whole = await client.Models.List(new ModelListParams { Limit = 1_000 });
        paged.Should().HaveCount(5).And.Equal(whole.Items.Select(model => model.ID));
    }

    [Test]
    public async Task Reads_messages_and_streams()
    {
        using var client = Client(ReferenceKeys.Api);

        var message = await client.Messages.Create(Message(5));
        var count = await client.Messages.CountTokens(new() { Model = Model, Messages = [new UserMessageParam("Hi")] });
        var text = new StringBuilder();
        var stopped = false;
        await foreach (var streamed in client.Messages.CreateStreaming(Message(5)))
        {
            if (streamed.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var piece))
            {
                text.Append(piece.Text);
            }

            stopped |= streamed.TryPickStop(out _);
        }

        message.Content.Should().ContainSingle();
        message.Usage.OutputTokens.Should().Be(5);
        count.InputTokens.Should().BePositive();
        text.ToString().Should().Be("Hello! I am the reference");
        stopped.Should().BeTrue();
    }

    [Test]
    public async Task Uploads_downloads_and_deletes()
    {
        using var client = Client(ReferenceKeys.Api);
        using var content = new MemoryStream("conformance"u8.ToArray());

        var file = await client.Files.Upload(new FileUploadParams { File = new BinaryContent { Stream = content, FileName = "one.txt" } });
        var listed = (await client.Files.List(new FileListParams { Limit = 1 })).Items;
        await client.Files.Delete(file.ID);
        using var download = await client.Files.Download("file_01ReferenceServerMadeFile");

        file.SizeBytes.Should().Be(11);
        file.Filename.Should().Be("one.txt");
        listed.Select(one => one.ID).Should().Equal(file.ID);
        (await client.Files.List()).Items.Select(one => one.ID).Should().Equal("file_01ReferenceServerMadeFile");
        (await download.ReadAsString()).Should().StartWith("n,square\n");
    }

    [Test]
    public async Task Fails_with_the_exception_of_the_status()
    {
        using var client = Client(ReferenceKeys.Api);
        using var stranger = Client("sk-ant-invalid");
        using var admin = Client(ReferenceKeys.Admin);

        await stranger.Invoking(one => one.Models.List()).Should().ThrowAsync<AnthropicUnauthorizedException>();
        await client.Invoking(one => one.Messages.Create(Message(0))).Should().ThrowAsync<AnthropicBadRequestException>();
        await client.Invoking(one => one.Models.Retrieve("claude-none")).Should().ThrowAsync<AnthropicNotFoundException>();
        await client.Invoking(one => one.Organization.Retrieve()).Should().ThrowAsync<AnthropicForbiddenException>();
        await admin.Invoking(one => one.Organization.ServiceAccounts.List()).Should().ThrowAsync<AnthropicForbiddenException>();
        await client.Invoking(async one => await one.Messages.CreateStreaming(Message(0)).GetAsyncEnumerator().MoveNextAsync())
            .Should().ThrowAsync<AnthropicBadRequestException>();
    }

    [Test]
    public async Task Administers_with_the_other_kinds_of_key()
    {
        using var admin = Client(ReferenceKeys.Admin);
        using var token = Client(ReferenceKeys.OAuth);

        (await admin.Organization.Retrieve()).ID.Should().NotBeEmpty();
        (await admin.Organization.Invites.List()).Items.Should().NotBeEmpty();
        (await admin.Organization.RbacGroups.List()).Items.Should().NotBeEmpty();
        (await token.Organization.ServiceAccounts.List()).Items.Should().NotBeEmpty();
    }

    private AnthropicClient Client(string key) =>
        new() { BaseUrl = server.BaseUrl.ToString().TrimEnd('/'), ApiKey = key, AuthToken = null, MaxRetries = 0 };

    private static MessageCreateParams Message(long tokens) =>
        new() { Model = Model, MaxTokens = tokens, Messages = [new UserMessageParam("Hi")] };
}
