using System.Globalization;
using PdmpAnalytics.Review.Work;

namespace PdmpAnalytics.Lookup.Reporting;

/// <summary>How far the data reach that an answer rests on.</summary>
/// <param name="Through">Last day that pharmacies have spoken for; null when none has spoken.</param>
/// <param name="IsCurrent">It is so near the day asked that no fill on record means no fill.</param>
internal readonly record struct DataReach(DateOnly? Through, bool IsCurrent)
{
    /// <param name="lateAfterDays">Business days after which a pharmacy is late: data that lack more days than that are not current.</param>
    public static DataReach On(DateOnly asOf, DateOnly? through, int lateAfterDays) =>
        new(through, through is { } day && asOf < BusinessDays.After(day, lateAfterDays + 1));

    /// <summary>A sentence's beginning.</summary>
    public string Words => Through is { } day
        ? $"The data reach no further than {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"
        : "No pharmacy has reported how far its data reach";
}
