using System.Globalization;
using Conformance.Reporting.Html;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Reports.Samples;
using FluentAssertions;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Browsing;

/// <summary><c>index.html</c> in a real browser.</summary>
public sealed class TheReportPage
{
    private const long MegaByte = 1_000_000;

    // What passed or was skipped stands in a list of its rule; the rest has an entry each.
    private const string AnyCase = ".case, .quiet li";

    [TestCaseSource(typeof(SampleReports), nameof(SampleReports.Names))]
    public async Task It_opens_without_network_or_complaint_and_runs_nothing_of_a_target(string name)
    {
        await using var sheet = await Open(name);

        var verdict = RunVerdict.Of(SampleReports.Run(name));
        (await sheet.Page.TitleAsync()).Should().StartWith(verdict.IsGreen ? "✓" : "✗").And.Contain(verdict.Sentence);
        await Assertions.Expect(sheet.Page.Locator("h1")).ToContainTextAsync(verdict.Sentence);
        (await sheet.Page.Locator(AnyCase).CountAsync()).Should().Be(SampleReports.Run(name).Cases.Count);
        await sheet.Page.EvaluateAsync("() => { for (const entry of document.querySelectorAll('details')) entry.open = true; }");
        foreach (
            var element in new[]
            {
                "body img",
                "iframe",
                "base",
                "main style",
                "main script",
                "body link",
                "body meta",
                "[onerror]",
                "[onload]",
                "[onmouseover]",
            })
        {
            (await sheet.Page.Locator(element).CountAsync()).Should().Be(0, $"no {element} is the report's own");
        }

        (
            await sheet.Evaluate<string[]>(
                "() => [...document.links].map(link => link.protocol).filter(protocol => protocol === 'javascript:')")).Should().BeEmpty();
        await sheet.ShouldBeQuiet();
    }

    [Test]
    public async Task Fifteen_hundred_cases_with_their_exchanges_stay_under_three_megabytes([Values("green", "broken")] string name)
    {
        SampleReports.Run(name).Cases.Should().HaveCount(1_500);

        new FileInfo(await SampleReports.FileOf(name, "index.html")).Length.Should().BeLessThan(3 * MegaByte);
    }

    [Test]
    public async Task Forty_broken_promises_are_forty_entries_that_list_their_operations()
    {
        await using var sheet = await Open("broken");

        var causes = sheet.Page.Locator(".cause[data-v=fail]");
        (await causes.CountAsync()).Should().Be(SampleRuns.BrokenRules);
        var first = causes.First;
        var rule = await first.Locator("summary code").First.InnerTextAsync();
        var operations = SampleRuns.Broken.Cases.Where(
            result => result.Rule == rule && result.Operation is not null).Select(result => result.Operation!).Distinct();
        (await first.GetAttributeAsync("data-o"))!.Split(' ').Should().BeEquivalentTo(operations);
        var text = await first.InnerTextAsync();
        text.Should().ContainAll(
            "403", "$CONFORMANCE_A", "curl", "nginx", SampleRuns.Broken.Rules.Single(info => info.Id == rule).Source.Section);
    }

    [Test]
    public async Task Every_verdict_and_reason_is_on_the_page()
    {
        await using var sheet = await Open("broken");

        foreach (var verdict in Enum.GetNames<Verdict>().Select(verdict => verdict.ToLowerInvariant()))
        {
            (await sheet.Page.Locator($".case[data-v={verdict}], .quiet[data-v={verdict}] li").CountAsync()).Should()
                .BePositive($"{verdict} is in the sample");
        }

        await Assertions.Expect(sheet.Page.Locator("#not-judged")).ToContainTextAsync("no admin key");
        await Assertions.Expect(sheet.Page.Locator("#errors")).ToContainTextAsync("did not come within 30 s");
    }

    [TestCase("verdict=fail")]
    [TestCase("family=auth")]
    [TestCase("operation=messages.create")]
    [TestCase("q=vendor+january")]
    [TestCase("verdict=fail,warn&family=auth&operation=messages.create&q=expected")]
    public async Task A_filter_shows_what_it_names_and_survives_a_reload(string fragment)
    {
        await using var sheet = await Open("broken");
        var filter = fragment.Split('&').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
        foreach (var (control, value) in filter)
        {
            await Set(sheet.Page, control, value);
        }

        await sheet.Page.WaitForURLAsync(url => url.Contains(filter.Last().Key + "=", StringComparison.Ordinal));
        var expected = SampleRuns.Broken.Cases.Where(result => Fits(result, filter)).Select(result => result.Id).ToList();
        expected.Should().NotBeEmpty();
        expected.Should().HaveCountLessThan(SampleRuns.Broken.Cases.Count);
        var shown = string.Create(CultureInfo.InvariantCulture, $"{expected.Count:N0} of 1,500 cases");
        await Assertions.Expect(sheet.Page.Locator("#shown")).ToHaveTextAsync(shown);
        (await sheet.Page.Locator(".case:not([hidden]), .quiet li:not([hidden])").CountAsync()).Should().Be(expected.Count);
        new Uri(sheet.Page.Url).Fragment.Should().Be("#" + fragment);

        await sheet.Page.ReloadAsync();

        await Assertions.Expect(sheet.Page.Locator("#shown")).ToHaveTextAsync(shown);
        (await sheet.Page.Locator(".case:not([hidden]), .quiet li:not([hidden])").CountAsync()).Should().Be(expected.Count);
        await sheet.Page.Locator("#reset").ClickAsync();
        await Assertions.Expect(sheet.Page.Locator(".case[hidden], .quiet li[hidden]")).ToHaveCountAsync(0);
        await sheet.ShouldBeQuiet();
    }

    [Test]
    public async Task A_link_to_a_case_opens_it_with_and_without_JavaScript([Values] bool scripts)
    {
        var anchor = new Anchors(SampleRuns.Broken.Cases).Case(SampleRuns.Broken.Cases.Last(result => result.Verdict == Verdict.Fail).Id);
        var page = new Uri(await SampleReports.FileOf("broken", "index.html")).AbsoluteUri;
        await using var sheet = await Chromium.Open($"{page}#{anchor}", new BrowserNewContextOptions { JavaScriptEnabled = scripts });

        await Assertions.Expect(sheet.Page.Locator($"[id='{anchor}'] a").First).ToBeVisibleAsync();
        if (scripts)
        {
            // Without a script the browser guesses the height of what it has not drawn yet.
            await Assertions.Expect(sheet.Page.Locator($"[id='{anchor}']")).ToBeInViewportAsync();
        }
    }

    [Test]
    public async Task The_keyboard_reaches_the_search_and_every_entry()
    {
        await using var sheet = await Open("broken");
        var keyboard = sheet.Page.Keyboard;

        await keyboard.PressAsync("Tab");
        await Assertions.Expect(sheet.Page.Locator(".skip-link")).ToBeFocusedAsync();
        await keyboard.PressAsync("/");
        await Assertions.Expect(sheet.Page.Locator("#q")).ToBeFocusedAsync();
        await keyboard.TypeAsync("j/k");
        await Assertions.Expect(sheet.Page.Locator("#q")).ToHaveValueAsync("j/k");
        await keyboard.PressAsync("Escape");
        await Assertions.Expect(sheet.Page.Locator("#q")).ToHaveValueAsync("");

        await keyboard.PressAsync("j");
        await keyboard.PressAsync("j");
        var second = await Focused(sheet);
        await keyboard.PressAsync("Enter");
        (await sheet.Evaluate<bool>("() => document.activeElement.parentElement.open")).Should().BeTrue();
        await sheet.Page.WaitForURLAsync(url => url.Contains('#', StringComparison.Ordinal));
        await keyboard.PressAsync("j");
        (await Focused(sheet)).Should().NotBe(second);
        await keyboard.PressAsync("k");
        (await Focused(sheet)).Should().Be(second);
        (await sheet.Evaluate<string>("() => getComputedStyle(document.activeElement).outlineStyle")).Should()
            .NotBe("none", "focus is seen");
        await sheet.ShouldBeQuiet();
    }

    [TestCaseSource(typeof(SampleReports), nameof(SampleReports.Names))]
    public async Task Without_JavaScript_everything_is_there_and_opens(string name)
    {
        await using var sheet = await Open(name, new BrowserNewContextOptions { JavaScriptEnabled = false });

        (await sheet.Page.Locator(".filters").IsVisibleAsync()).Should().BeFalse("what cannot work is not offered");
        (await sheet.Page.Locator(AnyCase).CountAsync()).Should().Be(SampleReports.Run(name).Cases.Count);
        var entry = sheet.Page.Locator(".case, .quiet").First;
        await entry.Locator("summary").ClickAsync();
        await Assertions.Expect(entry.Locator(".body, li").First).ToBeVisibleAsync();
        await sheet.ShouldBeQuiet(scripts: false);
    }

    [Test]
    public async Task Printed_it_shows_the_causes_whole_and_no_controls()
    {
        await using var sheet = await Open("broken");

        await sheet.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        (await sheet.Page.Locator(".filters").IsVisibleAsync()).Should().BeFalse();
        var page = await sheet.Page.PdfAsync(new PagePdfOptions { Format = "A4" });
        page.Should().StartWith("%PDF"u8.ToArray());
        await sheet.Page.EvaluateAsync("() => dispatchEvent(new Event('beforeprint'))");
        (await sheet.Page.Locator(".cause[data-v=fail] .contrast").Last.IsVisibleAsync()).Should().BeTrue("paper cannot be opened");
        await sheet.ShouldBeQuiet();
    }

    [Test]
    public async Task It_is_dark_where_the_reader_wants_it_dark()
    {
        await using var light = await Open("broken", new BrowserNewContextOptions { ColorScheme = ColorScheme.Light });
        await using var dark = await Open("broken", new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark });

        (await Brightness(light)).Should().BeGreaterThan(0.85);
        (await Brightness(dark)).Should().BeLessThan(0.25);
    }

    [TestCaseSource(typeof(SampleReports), nameof(SampleReports.Names))]
    public async Task At_360_pixels_nothing_sticks_out(string name)
    {
        await using var sheet = await Open(
            name, new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 740 } });

        await sheet.Page.EvaluateAsync(
            "() => { for (const entry of document.querySelectorAll('.cause details, .case')) entry.open = entry.dataset.v !== 'pass'; }");
        (await sheet.Evaluate<int>("() => document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(360);
    }

    private static async Task<Sheet> Open(string name, BrowserNewContextOptions? options = null) =>
        await Chromium.Open(await SampleReports.FileOf(name, "index.html"), options);

    private static async Task Set(IPage page, string control, string value)
    {
        switch (control)
        {
            case "verdict":
                foreach (var verdict in value.Split(','))
                {
                    await page.Locator($"label:has([name=verdict][value={verdict}])").ClickAsync();
                }

                break;
            case "q":
                await page.Locator("#q").FillAsync(value.Replace('+', ' '));
                break;
            default:
                await page.Locator($"#{control}").SelectOptionAsync(value);
                break;
        }
    }

    private static bool Fits(CaseResult result, Dictionary<string, string> filter) => filter.All(pair => pair.Key switch
    {
        "verdict" => pair.Value.Split(',').Contains(result.Verdict.ToString().ToLowerInvariant()),
        "family" => result.Rule.StartsWith(pair.Value + ".", StringComparison.Ordinal),
        "operation" => result.Operation == pair.Value,
        "q" when pair.Value == "expected" =>
            result.Verdict is Verdict.Fail or Verdict.Warn or Verdict.Error or Verdict.Waived or Verdict.Info,
        _ => result.Verdict == Verdict.Waived,
    });

    private static Task<string> Focused(Sheet sheet) => sheet.Evaluate<string>("() => document.activeElement.textContent");

    private static Task<double> Brightness(Sheet sheet) => sheet.Evaluate<double>(
        """
        () => {
          const canvas = document.createElement('canvas').getContext('2d');
          canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
          canvas.fillRect(0, 0, 1, 1);
          const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
          return (red + green + blue) / 765;
        }
        """);
}
