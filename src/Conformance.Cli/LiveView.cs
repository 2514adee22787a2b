using System.Globalization;
using Conformance.Reporting.Text;
using Conformance.Suite.Running;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Conformance.Cli;

/// <summary>A run in a terminal, while it judges: the families as they fill, the upload on its way, and what is broken.</summary>
internal static class LiveView
{
    private const int BarWidth = 24;
    private const int MostCauses = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether somebody watches: a terminal that can be written to anew, and no pipeline's log.</summary>
    public static bool IsPossible =>
        !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities is { Ansi: true, Interactive: true };

    /// <summary>Shows a run until it is over; what it showed gives way to the summary.</summary>
    /// <param name="state">Says how far the run is.</param>
    /// <param name="over">Says that it is over.</param>
    public static async Task Show(Func<RunState> state, CancellationToken over)
    {
        // Who presses a key twice ends the process at once, and wants the cursor back.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => AnsiConsole.Cursor.Show();
        await AnsiConsole.Live(View(state())).AutoClear(true).StartAsync(async context =>
        {
            while (!over.IsCancellationRequested)
            {
                context.UpdateTarget(View(state()));
                await Task.Delay(Pause, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            context.UpdateTarget(View(state()));
        });
    }

    private static Rows View(RunState state) => new(Parts(state));

    private static IEnumerable<IRenderable> Parts(RunState state)
    {
        var families = new Grid().AddColumn().AddColumn().AddColumn(new GridColumn().RightAligned()).AddColumn();
        foreach (var family in state.Families)
        {
            families.AddRow(
                new Text(family.Name),
                Bar(family),
                new Text(string.Create(CultureInfo.InvariantCulture, $"{family.Judged:N0} of {family.Planned:N0}")),
                family.Broken > 0
                    ? new Text(string.Create(CultureInfo.InvariantCulture, $"{family.Broken:N0} broken"), new Style(Color.Red))
                    : Text.Empty);
        }

        yield return families;
        yield return Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{state.Judged:N0} of {state.Planned:N0} cases, {state.Requests:N0} requests, "
            + $"{Megabytes(state.BodyBytes)}{Left(state.Left)}"));
        if (state.Upload is { } upload)
        {
            yield return Line(string.Create(
                CultureInfo.InvariantCulture,
                $"upload: {upload.Case}: {Megabytes(upload.Sent)} of {Megabytes(upload.Total)}, "
                + $"{Megabytes(upload.BytesPerSecond)}/s{Left(upload.Left)}"));
        }

        if (state.Waited >= TimeSpan.FromSeconds(1))
        {
            yield return Line($"waited {Words(state.Waited)} to send again what was answered 429, 503 or 529, or not at all");
        }

        foreach (var cause in state.Causes.Take(MostCauses))
        {
            // Words of the suite alone: nothing that a target sent is shown before the summary makes it visible.
            yield return new Text(
                ConsoleText.Line($"✗ {cause.Rule.Id}: {cause.Rule.Title} ({cause.Cases.Count})"),
                new Style(Color.Red))
            { Overflow = Overflow.Ellipsis };
        }

        if (state.Causes.Count > MostCauses)
        {
            yield return Line($"and {state.Causes.Count - MostCauses} more");
        }
    }

    private static Text Bar(FamilyState family)
    {
        var filled = family.Planned == 0 ? 0 : (int)((long)BarWidth * Math.Min(family.Judged, family.Planned) / family.Planned);
        return new Text(
            new string('━', filled) + new string('─', BarWidth - filled), new Style(family.Broken > 0 ? Color.Red : Color.Green));
    }

    private static Text Line(string text) => new(ConsoleText.Line(text)) { Overflow = Overflow.Ellipsis };

    private static string Left(TimeSpan? left) => left is { } time && time > TimeSpan.Zero ? $", about {Words(time)} left" : "";

    private static string Megabytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000:N0} MB");

    private static string Words(TimeSpan time) => time < TimeSpan.FromMinutes(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes):0} min");
}
