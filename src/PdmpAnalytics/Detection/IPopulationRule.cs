using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection;

/// <summary>
/// A rule over what many patients' records say together about one subject that is no patient: a dispenser, a prescriber, a
/// group. Pure: the figures of one subject in, at most one finding out; a shell gathers the figures.
/// </summary>
/// <typeparam name="TFigures">What is known about one subject, e.g. <see cref="DispenserRecords"/>.</typeparam>
public interface IPopulationRule<in TFigures>
{
    RuleDefinition Definition { get; }

    IReadOnlyList<Threshold> Thresholds { get; }

    /// <summary>Days up to the day judged over which the subject's records are counted for this rule.</summary>
    int RecentDays { get; }

    /// <summary>Judges on every day up to <paramref name="asOf"/> within the horizon; null when the rule never held.</summary>
    RuleFinding? Evaluate(TFigures subject, DateOnly asOf);
}

/// <summary>One record with a fault.</summary>
/// <param name="Day">Day filled, as <see cref="DateOnly.DayNumber"/>.</param>
/// <param name="DispensationId">Version id.</param>
/// <param name="WithoutDea">The prescriber was submitted without a DEA number.</param>
public readonly record struct FaultyRecord(int Day, long DispensationId, RecordQuality Quality, bool WithoutDea = false);

/// <summary>What one dispenser's live records say about their own quality.</summary>
/// <param name="DispenserId">Row id in the store.</param>
/// <param name="Name">For the finding's text; empty when not known.</param>
/// <param name="RecentRecords">All its records filled in the rule's <see cref="IPopulationRule{TFigures}.RecentDays"/>.</param>
/// <param name="Faulty">Its records with a fault, in any order; older than horizon and window may be left out.</param>
public sealed record DispenserRecords(int DispenserId, string Name, int RecentRecords, IReadOnlyList<FaultyRecord> Faulty);
