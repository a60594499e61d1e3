using PdmpAnalytics.Lookup.Reporting;

namespace PdmpAnalytics.Lookup.Checking;

/// <summary>What a proposed fill would trigger. Nothing of it is stored but the audit. Prints nothing personal.</summary>
public sealed record DispensingCheck
{
    public required Guid CheckId { get; init; }
    public required DateTimeOffset GeneratedUtc { get; init; }

    /// <summary>The day of dispensing.</summary>
    public required DateOnly On { get; init; }

    /// <summary>See <see cref="PatientReport.DataThrough"/>.</summary>
    public required DateOnly? DataThrough { get; init; }

    /// <summary>See <see cref="PatientReport.IsCurrent"/>: where false, supply and doses are those on record, and others may run.</summary>
    public required bool IsCurrent { get; init; }

    /// <summary>One line: whether it would raise something new.</summary>
    public required string Headline { get; init; }

    /// <summary>Ingredient, strength and form.</summary>
    public required string Drug { get; init; }

    /// <summary>Days before the running supply of the drug ends; 0 when none runs.</summary>
    public required int DaysEarly { get; init; }

    /// <summary>Last covered day of the running supply of the drug; null when none runs.</summary>
    public required DateOnly? SupplyUntil { get; init; }
    public required CheckedDoses Doses { get; init; }

    /// <summary>Supplies that would run beside it, longest first.</summary>
    public required IReadOnlyList<CheckedOverlap> Overlaps { get; init; }

    /// <summary>Patterns that would newly hold, most severe first.</summary>
    public required IReadOnlyList<CheckedAlert> NewAlerts { get; init; }

    /// <summary>Patterns that hold on the day without it.</summary>
    public required IReadOnlyList<CounterAlert> StandingAlerts { get; init; }

    /// <summary>Changes under which the same rules would say nothing new, or that none of those tried helps; empty only when nothing new would hold.</summary>
    public required IReadOnlyList<string> QuietIf { get; init; }

    /// <summary>What was assumed where nothing was given.</summary>
    public required IReadOnlyList<string> Assumed { get; init; }
    public required IReadOnlyList<LatePharmacy> LatePharmacies { get; init; }
    public required string Notice { get; init; }

    public override string ToString() => $"check {CheckId}";
}

/// <summary>Milligram equivalents on the day of dispensing, without and with the fill.</summary>
public sealed record CheckedDoses(double LmeBefore, double LmeAfter, double MmeBefore, double MmeAfter);

/// <param name="Until">Last day of the other supply.</param>
/// <param name="Days">Days both would cover.</param>
public sealed record CheckedOverlap(string Drug, DateOnly Until, int Days, bool OtherPractice, bool OtherPharmacy);

/// <param name="SilentIf">What can still be changed about this fill that would keep this rule silent, or that nothing can.</param>
public sealed record CheckedAlert(CounterAlert Alert, string SilentIf);
