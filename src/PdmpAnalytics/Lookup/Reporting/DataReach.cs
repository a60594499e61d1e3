using System.Globalization;
using PdmpAnalytics.Review.Work;

namespace PdmpAnalytics.Lookup.Reporting;

/// <summary>How far the data reach that an answer rests on.</summary>
/// <param name="Through">Last day that pharmacies have spoken for; null when none has spoken.</param>
/// <param name="IsCurrent">Within the late limit of the day asked, and no pharmacy that the patient uses is late.</param>
internal readonly record struct DataReach(DateOnly? Through, bool IsCurrent)
{
    /// <summary>A pharmacy used by the patient that is late though others near are not; null for none.</summary>
    public LatePharmacy? Late { get; private init; }

    /// <param name="lateAfterDays">Business days after which a pharmacy is late: data that lack more days than that are not current.</param>
    public static DataReach On(DateOnly asOf, DateOnly? through, int lateAfterDays) =>
        new(through, through is { } day && asOf < BusinessDays.After(day, lateAfterDays + 1));

    /// <summary>The same where a pharmacy that the patient uses may be late.</summary>
    public DataReach Without(LatePharmacy? late) => late is null || !IsCurrent ? this : this with { IsCurrent = false, Late = late };

    /// <summary>A sentence's beginning.</summary>
    public string Words => Late is { } late
        ? $"{late.Name}, used by this patient, has {(late.DataThrough is { } day ? $"reported through {Day(day)} only" : "never reported how far its data reach")}"
        : Through is { } through ? $"The data reach no further than {Day(through)}"
        : "No pharmacy has reported how far its data reach";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
