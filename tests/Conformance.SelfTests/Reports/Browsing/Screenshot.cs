using System.Runtime.CompilerServices;
using Conformance.Reference;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Proxies;
using FluentAssertions;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Browsing;

/// <summary>Makes <c>Reports/report.png</c>, the picture in the README: <c>Reports/screenshot.sh</c> runs it.</summary>
[Explicit("writes the picture of the README")]
public sealed class Screenshot
{
    private const long Largest = 300_000;

    [Test]
    public async Task Of_a_gateway_with_the_body_limit_that_nginx_has_by_default()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var nginx = await ProxyProcess.Start(ProxyProgram.Nginx, "default.conf", server.BaseUrl);
        var run = await ExternalRun.Against(nginx.Url);
        run.Failed.Should().NotBeEmpty();
        await using var sheet = await Chromium.Open(
            Path.Combine(run.Directory, "index.html"), new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = 1200, Height = 1500 },
            });

        var picture = await sheet.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ReportsFolder(), "report.png") });

        picture.LongLength.Should().BeLessThan(Largest);
    }

    private static string ReportsFolder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..");
}
