using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Review.Referral;

/// <summary>An identity as submitted. Prints nothing personal.</summary>
/// <param name="RecordId">Patient record id.</param>
public sealed record PacketIdentity(
    long RecordId, string LastName, string FirstName, DateOnly BirthDate, string Sex, string Address, string City, string State, string Zip)
{
    public override string ToString() => $"patient record {RecordId}";
}

/// <summary>A finding as the alert held it.</summary>
public sealed record PacketFinding(
    string RuleId, string RuleName, int RuleVersion, string Severity, DateOnly FirstDay, DateOnly LastDay, string Text, string SilentIf,
    string Thresholds, string Citation, IReadOnlyList<long> Evidence);

/// <summary>A fill as it was known. Prints nothing personal.</summary>
/// <param name="Id">Version id of the dispensation.</param>
/// <param name="Counted">A finding of the packet counted it.</param>
public sealed record PacketFill(
    long Id, DateOnly FirstDay, DateOnly LastDay, string Drug, double Quantity, int Days, string RxNumber, string Prescriber, string Dispenser,
    string Payment, bool Counted)
{
    /// <summary>The patient record it was submitted under; 0 in packets of before 2026-11-22.</summary>
    public long RecordId { get; init; }

    public override string ToString() => $"fill {Id}";
}

/// <summary>
/// Everything a case packet says. Internal notes, conclusions and scores are not in it; nor is what may not be disclosed again
/// (42 CFR Part 2): fills for opioid use disorder, and findings that counted one.
/// </summary>
/// <param name="MadeAt">UTC.</param>
/// <param name="Fills">Oldest first.</param>
/// <param name="FillsWithheld">Fills left out.</param>
/// <param name="FindingsWithheld">Findings left out.</param>
public sealed record PacketContent(
    long AlertId, int AlertVersion, DateOnly AsOf, string MadeBy, DateTimeOffset MadeAt, string SubjectKind, long SubjectId,
    IReadOnlyList<PacketIdentity> Identities, IReadOnlyList<PacketFinding> Findings, IReadOnlyList<PacketFill> Fills, int FillsWithheld, int FindingsWithheld)
{
    public override string ToString() => $"packet about alert {AlertId}";

    /// <summary>
    /// Of stored rows. Which fills come from an opioid treatment programme no record says; a context or drug of treatment for
    /// opioid use disorder is taken for it, which leaves out more than the law asks (our choice, 2026-11-22).
    /// </summary>
    /// <param name="identities">Of a patient; empty otherwise.</param>
    internal static PacketContent Of(AlertDetail detail, IReadOnlyList<PacketIdentity> identities, string by, DateTimeOffset at)
    {
        var alert = detail.Alert;
        var withheld = detail.Fills
            .Where(f => f.Class == DrugClass.OpioidUseTreatment || (f.Context & FillContext.OpioidUseDisorder) != 0)
            .Select(f => f.Id).ToHashSet();
        var findings = alert.Findings.OrderBy(f => f.Position).Where(f => !f.Evidence.Any(withheld.Contains)).ToList();
        var counted = findings.SelectMany(f => f.Evidence).ToHashSet();
        return new(
            alert.Id, alert.Version, alert.AsOf, by, at, AlertCodes.Of(alert.SubjectKind), alert.SubjectId, identities,
            [
                .. findings.Select(f => new PacketFinding(
                    f.RuleId, f.RuleName, f.RuleVersion, AlertCodes.Of(f.Severity), f.FirstDay, f.LastDay, f.Text, f.SilentIf, f.Thresholds, f.Citation, f.Evidence)),
            ],
            [
                .. detail.Fills.Where(f => !withheld.Contains(f.Id)).Select(f => new PacketFill(
                    f.Id, f.Supply.FirstDay, f.Supply.LastDay, f.Drug, f.Quantity, f.Supply.Days, f.RxNumber, f.Prescriber, f.Dispenser,
                    f.Payment.ToString(), counted.Contains(f.Id)) { RecordId = f.RecordId }),
            ],
            withheld.Count, alert.Findings.Count - findings.Count);
    }
}
