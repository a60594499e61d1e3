using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Web.Timeline;

namespace PdmpAnalytics.IntegrationTests.Web.Timeline;

/// <summary>Fills for timelines, with harmless defaults. Day 0 is 2025-01-01.</summary>
internal static class TimelineCases
{
    public static readonly DateOnly DayZero = new(2025, 1, 1);

    public static DateOnly Day(int day) => DayZero.AddDays(day);

    public static TimelineFill Fill(int day, int days, string prescriber = "GREY, ANN", string dispenser = "HARBOR DRUG") => new()
    {
        Supply = SupplyPeriod.Of(Day(day), days),
        Drug = "clonazepam 1 mg",
        Class = DrugClass.Benzodiazepine,
        Prescriber = prescriber,
        Dispenser = dispenser,
        Quantity = days * 2,
    };

    public static TimelineContent Content(int asOf, params TimelineFill[] fills) => new() { Fills = fills, AsOf = Day(asOf) };

    public static TimelineLayout Layout(this TimelineContent content, LaneBy lanes = LaneBy.Prescriber, int? from = null, int? to = null) =>
        TimelineLayout.Of(content, new TimelineView(lanes, from is { } f ? Day(f) : null, to is { } t ? Day(t) : null));
}
