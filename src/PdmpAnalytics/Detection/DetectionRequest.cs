using PdmpAnalytics.Detection.Population;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.Detection.Scoring.Learning;

namespace PdmpAnalytics.Detection;

/// <summary>What to judge.</summary>
/// <param name="AsOf">The day judged from: records of later fills are left out.</param>
/// <param name="All">Everyone, instead of patients that changed and those that are due.</param>
public sealed record DetectionRequest(DateOnly AsOf, bool All)
{
    /// <summary>These patients only, whoever changed or is due; null for everyone that is.</summary>
    public IReadOnlyList<long>? Patients { get; init; }

    /// <summary>Only those among them that are in the range; null for no such limit. Not together with <see cref="All"/>.</summary>
    public PatientRange? Range { get; init; }

    /// <summary>What rules over several patients say about these: it stands beside each patient's own findings.</summary>
    public SubjectFindings Joined { get; init; } = SubjectFindings.None;

    /// <summary>The models to score with; null for those in force when the tables are read.</summary>
    public PinnedModels? Models { get; init; }

    /// <summary>
    /// What to judge by, read after the marks were claimed: for many ranges of one day it is read once, and marks made since are the
    /// next day's. Null: the run claims and reads for itself.
    /// </summary>
    internal JudgingTables? Tables { get; init; }
}

/// <summary>Patients by id, both ends included: what one of several workers judges.</summary>
public readonly record struct PatientRange(long First, long Last)
{
    public bool Holds(long patient) => patient >= First && patient <= Last;
}

/// <summary>How far a run is.</summary>
/// <param name="Fills">Dispensations judged so far.</param>
/// <param name="Patients">Patients judged so far.</param>
/// <param name="ExpectedFills">Dispensations there are to judge; null when not known.</param>
public readonly record struct DetectionProgress(long Fills, long Patients, long? ExpectedFills);

/// <summary>Patients judged together.</summary>
public sealed record JudgedPatients
{
    /// <summary>Live dispensations looked at.</summary>
    public required int Fills { get; init; }

    /// <summary>One for every patient judged, in patient order, those without findings too.</summary>
    public required IReadOnlyList<PatientJudgement> Judgements { get; init; }

    /// <summary>Those whose outcome can change without new records.</summary>
    public required IReadOnlyList<DuePatient> Due { get; init; }

    /// <summary>What shadow sets found about these patients.</summary>
    public IReadOnlyList<ShadowMeasure> Shadow { get; init; } = [];
}
