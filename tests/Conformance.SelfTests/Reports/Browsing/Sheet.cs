using System.Collections.Concurrent;
using FluentAssertions;
using Microsoft.Playwright;

namespace Conformance.SelfTests.Reports.Browsing;

/// <summary>An open page, with everything that it should not have done: talk to a network, complain, run what is not its own.</summary>
internal sealed class Sheet : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly IBrowserContext _context;
    private readonly string _origin;

    private Sheet(IBrowserContext context, IPage page, string origin)
    {
        (_context, _origin, Page) = (context, origin, page);
        page.Console += (_, message) => Note(message.Type is "error" or "warning", $"console {message.Type}: {message.Text}");
        page.PageError += (_, error) => Note(true, $"error: {error}");
        page.Dialog += async (_, dialog) =>
        {
            Note(true, $"dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Opens an address: a file, or a server of the test's own.</summary>
    public static async Task<Sheet> Open(IBrowserContext context, string address)
    {
        var url = new Uri(address);
        var sheet = new Sheet(
            context, await context.NewPageAsync(), url.IsFile ? url.AbsoluteUri.Split('#')[0] : url.GetLeftPart(UriPartial.Authority));
        await context.RouteAsync("**/*", sheet.Pass);
        await sheet.Page.GotoAsync(url.AbsoluteUri);
        return sheet;
    }

    /// <summary>Evaluates an expression in the page.</summary>
    public Task<T> Evaluate<T>(string expression) => Page.EvaluateAsync<T>(expression);

    /// <summary>Asserts that the page asked no network, complained of nothing and ran nothing of a target's.</summary>
    public async Task ShouldBeQuiet(bool scripts = true)
    {
        if (scripts)
        {
            await ShouldRunNothing([]);
        }

        Page.Frames.Count.Should().Be(1);
        _complaints.Should().BeEmpty();
    }

    /// <summary>Asserts that the page ran nothing of a target's, and complained of nothing but what is somebody else's.</summary>
    /// <param name="accepted">Parts of the complaints that are not the page's own.</param>
    public async Task ShouldRunNothing(IReadOnlyCollection<string> accepted)
    {
        foreach (var frame in Page.Frames)
        {
            (await frame.EvaluateAsync<bool>("() => 'pwned' in window")).Should().BeFalse("nothing of a target's bytes may run");
        }

        _complaints.Where(complaint => !accepted.Any(part => complaint.Contains(part, StringComparison.Ordinal))).Should().BeEmpty();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private async Task Pass(IRoute route)
    {
        var url = route.Request.Url;
        if (url.StartsWith(_origin, StringComparison.Ordinal))
        {
            await route.ContinueAsync();
            return;
        }

        Note(true, $"request: {url}");
        await route.AbortAsync();
    }

    private void Note(bool bad, string what)
    {
        if (bad)
        {
            _complaints.Enqueue(what);
        }
    }
}
