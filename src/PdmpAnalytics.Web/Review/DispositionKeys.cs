using PdmpAnalytics.Review;

namespace PdmpAnalytics.Web.Review;

/// <summary>A conclusion under its two keys.</summary>
/// <param name="Key">Second key.</param>
/// <param name="Label">On the button.</param>
/// <param name="Reason">What is kept as the reason when the reviewer writes none.</param>
internal sealed record DispositionKey(char Key, Disposition Disposition, string Label, string Reason);

/// <summary>Conclusions of one kind, under one first key.</summary>
internal sealed record DispositionGroup(char Key, string Label, IReadOnlyList<DispositionKey> Choices);

/// <summary>Where each conclusion of domain reference 5.1 lies on the keyboard: group, then reason.</summary>
internal static class DispositionKeys
{
    public static IReadOnlyList<DispositionGroup> Groups { get; } =
    [
        new('1', "Explained", [
            new('1', Disposition.FalsePositiveOncology, "Cancer care", "The pattern belongs to the treatment of cancer."),
            new('2', Disposition.FalsePositiveHospice, "Hospice or palliative", "The pattern belongs to hospice or palliative care."),
            new('3', Disposition.FalsePositiveSamePractice, "Same practice", "The prescribers work together and know of one another."),
            new('4', Disposition.FalsePositiveMoved, "Moved", "The patient moved; new prescribers and pharmacies follow from it."),
            new('5', Disposition.FalsePositiveDischarge, "Hospital discharge", "The pattern follows a stay in hospital."),
            new('6', Disposition.FalsePositiveVeterinary, "Veterinary", "The prescriptions are for an animal."),
            new('7', Disposition.FalsePositiveLegitimateComplex, "Complex but coordinated", "The care is complex and coordinated."),
        ]),
        new('2', "Data", [
            new('1', Disposition.FalsePositiveDataError, "Error in the data", "The records behind the findings are wrong."),
            new('2', Disposition.FalsePositiveIdentityMerge, "Several people in one", "Records of different people stand together."),
            new('3', Disposition.FalsePositiveIdentitySplit, "One person in several", "Records of one person stand apart."),
            new('4', Disposition.Duplicate, "Duplicate", "The same is reviewed under another alert."),
        ]),
        new('3', "Watch", [
            new('1', Disposition.LowConcern, "Low concern", "The pattern is real and of low concern."),
            new('2', Disposition.Monitor90Days, "Monitor 90 days", "To be looked at again in 90 days."),
        ]),
        new('4', "Act", [
            new('1', Disposition.LetterSent, "Letter sent", "Letters to the prescribers were sent."),
            new('2', Disposition.SafetyOutreach, "Safety outreach", "The prescribers were called about the patient's safety."),
            new('3', Disposition.BoardReferral, "Board referral", "Referred to the licensing board."),
            new('4', Disposition.LawEnforcementRequestResponse, "Answer to a lawful request", "Answered to a lawful request."),
        ]),
    ];

    /// <summary>What is kept as the reason when the reviewer writes none.</summary>
    public static string StandardReason(Disposition disposition) =>
        Groups.SelectMany(g => g.Choices).Where(c => c.Disposition == disposition).Select(c => c.Reason).SingleOrDefault("");

    public static string Label(Disposition disposition) =>
        Groups.SelectMany(g => g.Choices).Where(c => c.Disposition == disposition).Select(c => c.Label).SingleOrDefault(disposition.Code());
}
