using System.Globalization;
using System.Text;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Review;
using Spectre.Console;

namespace PdmpAnalytics.Cli;

/// <summary>Draws a <see cref="FillTimeline"/> with labels, axis, colours and a legend.</summary>
internal sealed class TimelineWriter(IAnsiConsole console)
{
    private const int DrugWidth = 22;
    private const int PrescriberWidth = 18;
    private const int CountWidth = 4;
    private const int LongestLookBack = 730;
    private const int MostLanes = 24;

    private readonly int _plot = Math.Max(20, console.Profile.Width - DrugWidth - PrescriberWidth - CountWidth - 4);

    /// <param name="fills">Oldest first.</param>
    /// <param name="asOf">Right edge: the day judged from, or the last covered day when supplies ran out before.</param>
    public void Write(IReadOnlyList<FillLine> fills, DateOnly asOf)
    {
        var from = asOf.AddDays(1 - LongestLookBack);
        var shown = fills.Where(f => f.Supply.LastDay >= from).ToList();
        if (shown.Count == 0)
        {
            return;
        }

        var first = shown.Min(f => f.Supply.FirstDay);
        var timeline = FillTimeline.Of(shown, first > from ? first : from, asOf, _plot);
        var (years, months) = timeline.Axis();
        var margin = new string(' ', DrugWidth + PrescriberWidth + CountWidth + 3);
        console.MarkupLine($"[grey]{margin}{years}[/]");
        console.MarkupLine($"[grey]{margin}{months}[/]");
        foreach (var lane in timeline.Lanes.Take(MostLanes))
        {
            console.MarkupLine(LaneLine(lane));
        }

        if (timeline.Lanes.Count > MostLanes)
        {
            console.MarkupLine($"[grey]{timeline.Lanes.Count - MostLanes} more lanes; --fills lists all[/]");
        }

        console.MarkupLine(AtOnceLine(timeline.AtOnce));
        console.MarkupLine("[grey]◆ counted fill  ◇ other fill  ━ supply  ▓ two supplies of one lane at once[/]");
    }

    private static string LaneLine(TimelineLane lane)
    {
        var colour = Colour(lane.Class);
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"[{colour}]{Fit(lane.Drug, DrugWidth)}[/] {Fit(lane.Prescriber, PrescriberWidth)} ");
        line.Append(CultureInfo.InvariantCulture, $"[grey]{"×" + lane.Fills,CountWidth}[/] ");
        for (int start = 0, end; start < lane.Cells.Length; start = end)
        {
            for (end = start + 1; end < lane.Cells.Length && lane.Cells[end] == lane.Cells[start]; end++)
            {
            }

            var (symbol, style) = Symbol(lane.Cells[start], colour);
            line.Append(CultureInfo.InvariantCulture, $"[{style}]{new string(symbol, end - start)}[/]");
        }

        return line.ToString();
    }

    private static string AtOnceLine(int[] atOnce)
    {
        var line = new StringBuilder($"[bold]{Fit("supplies at once", DrugWidth + PrescriberWidth + CountWidth + 2)}[/] ");
        foreach (var count in atOnce)
        {
            line.Append(count switch
            {
                0 => " ",
                1 => "[grey]·[/]",
                2 => "[yellow]2[/]",
                _ => $"[bold red]{Math.Min(count, 9)}[/]",
            });
        }

        return line.ToString();
    }

    private static (char Symbol, string Style) Symbol(TimelineMark mark, string colour) => mark switch
    {
        TimelineMark.Nothing => (' ', "default"),
        TimelineMark.Covered => ('━', colour),
        TimelineMark.Doubled => ('▓', "bold " + colour),
        TimelineMark.Start => ('◇', colour),
        TimelineMark.EvidenceStart => ('◆', "bold " + colour),
    };

    /// <summary>One colour a group of drugs that add up.</summary>
    private static string Colour(DrugClass drugClass) => drugClass switch
    {
        DrugClass.Opioid or DrugClass.OpioidUseTreatment => "red",
        DrugClass.Benzodiazepine => "deepskyblue1",
        DrugClass.ZDrug or DrugClass.OrexinAntagonist or DrugClass.Barbiturate or DrugClass.OtherSedative => "turquoise2",
        DrugClass.MuscleRelaxant => "mediumpurple1",
        DrugClass.Stimulant or DrugClass.WakePromoting => "orange1",
        DrugClass.Gabapentinoid or DrugClass.Other or DrugClass.Unknown => "silver",
    };

    private static string Fit(string text, int width) =>
        Markup.Escape((text.Length > width ? text[..(width - 1)] + "…" : text).PadRight(width));
}
