using Conformance.SelfTests.Reports.Browsing;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports;

/// <summary>Debian's Chromium, started once for all tests of this namespace and those below it, and closed after the last.</summary>
[SetUpFixture]
public sealed class Chromium
{
    private const string Executable = "/usr/bin/chromium";

    // Milliseconds; a busy machine is slow, and no page is wrong for that.
    private const float GiveUpAfter = 30_000;

    private static readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> Started = new(Start);

    /// <summary>Opens a page in a profile of its own.</summary>
    internal static async Task<Sheet> Open(string address, BrowserNewContextOptions? options = null)
    {
        if (!File.Exists(Executable))
        {
            Assert.Ignore($"{Executable} is not installed");
        }

        options ??= new BrowserNewContextOptions();
        options.ViewportSize ??= new ViewportSize { Width = 1280, Height = 1000 };
        var (_, browser) = await Started.Value;
        return await Sheet.Open(await browser.NewContextAsync(options), address);
    }

    [OneTimeTearDown]
    public static async Task Close()
    {
        if (Started.IsValueCreated)
        {
            var (playwright, browser) = await Started.Value;
            await browser.DisposeAsync();
            playwright.Dispose();
        }
    }

    private static async Task<(IPlaywright, IBrowser)> Start()
    {
        Assertions.SetDefaultExpectTimeout(GiveUpAfter);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        });
        return (playwright, browser);
    }
}
