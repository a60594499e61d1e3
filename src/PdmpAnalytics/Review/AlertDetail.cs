using PdmpAnalytics.Detection.Exemptions;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Review.Work;

namespace PdmpAnalytics.Review;

/// <summary>One alert with all that a reviewer needs to judge it. Holds prescribers' and dispensers' names, not the patient's.</summary>
/// <param name="Alert">With findings.</param>
/// <param name="Decisions">Oldest first.</param>
/// <param name="Fills">
/// Oldest first: a patient's live fills up to the day judged from; of another subject the live records that its findings counted.
/// </param>
/// <param name="Exemptions">Stated about the patient by hand, ended ones too, oldest first.</param>
public sealed record AlertDetail(
    Alert Alert, IReadOnlyList<ReviewDecision> Decisions, IReadOnlyList<FillLine> Fills, IReadOnlyList<Exemption> Exemptions)
{
    /// <summary>Alerts of patients that were merged into this one, with what people concluded about them then; they leave again with a patient who is parted.</summary>
    public IReadOnlyList<MergedAlert> Merged { get; init; } = [];

    /// <summary>The patient that has this one's records now; null for a patient in use and for any other subject.</summary>
    public long? MergedInto { get; init; }

    /// <summary>Oldest first. May name a person.</summary>
    public IReadOnlyList<ReviewNote> Notes { get; init; } = [];
}

/// <summary>An alert of a patient that has gone into another.</summary>
/// <param name="Alert">Without findings; withdrawn as a rule, and <see cref="Alert.Settled"/> says how it was left.</param>
/// <param name="Decisions">Oldest first.</param>
public sealed record MergedAlert(Alert Alert, IReadOnlyList<ReviewDecision> Decisions)
{
    /// <summary>The state it was left in when the patients became one.</summary>
    public AlertState LeftAs => Alert.Settled?.State ?? Alert.State;

    /// <summary>The conclusion it was left with; null for one that was open.</summary>
    public Disposition? Concluded => Alert.Settled is { } settled ? settled.Disposition : Alert.Disposition;
}

/// <summary>A fill as a person reads it.</summary>
/// <param name="Id">Version id of the dispensation.</param>
/// <param name="Supply">Covered days.</param>
/// <param name="Drug">Ingredient and strength, or the product code of an unknown product.</param>
/// <param name="Quantity">Units as reported.</param>
/// <param name="RxNumber">The dispenser's number of the prescription.</param>
/// <param name="Prescriber">Name as submitted, or the number when no name was.</param>
/// <param name="Dispenser">Name as submitted, or the number when no name was.</param>
/// <param name="IsEvidence">A finding counted it.</param>
public sealed record FillLine(
    long Id,
    SupplyPeriod Supply,
    string Drug,
    DrugClass Class,
    double Quantity,
    string RxNumber,
    string Prescriber,
    string Dispenser,
    PaymentType Payment,
    FillContext Context,
    bool IsEvidence)
{
    /// <summary>The patient record it was submitted under.</summary>
    public required long RecordId { get; init; }

    /// <summary>Whose it is.</summary>
    public required long PatientId { get; init; }
}
