namespace PdmpAnalytics.Review;

/// <summary>What a reviewer concluded (domain reference 5.1): a single choice, always with a reason.</summary>
public enum Disposition : byte
{
    FalsePositiveOncology,
    FalsePositiveHospice,
    FalsePositiveSamePractice,
    FalsePositiveMoved,
    FalsePositiveDischarge,
    FalsePositiveDataError,
    FalsePositiveIdentityMerge,
    FalsePositiveIdentitySplit,
    FalsePositiveVeterinary,
    FalsePositiveLegitimateComplex,
    LowConcern,
    Monitor90Days,
    LetterSent,
    SafetyOutreach,
    BoardReferral,
    LawEnforcementRequestResponse,
    Duplicate,
    Withdrawn,
}

/// <summary>What a disposition teaches: the label for precision figures and for learning.</summary>
public enum DispositionLabel : byte
{
    /// <summary>The pattern deserved an action.</summary>
    Positive,

    /// <summary>The pattern was real and harmless.</summary>
    Negative,

    /// <summary>Says nothing about the pattern: the data, the linkage or the book-keeping was wrong.</summary>
    Ignored,
}

/// <summary>Codes and meanings of <see cref="Disposition"/>.</summary>
public static class Dispositions
{
    private static readonly string[] Codes =
    [
        "FP_Oncology", "FP_Hospice", "FP_SamePractice", "FP_Moved", "FP_Discharge", "FP_DataError", "FP_IdentityMerge",
        "FP_IdentitySplit", "FP_Veterinary", "FP_LegitimateComplex", "LowConcern", "Monitor90d", "LetterSent",
        "SafetyOutreach", "BoardReferral", "LERequestResponse", "Duplicate", "Withdrawn",
    ];

    /// <summary>All codes in the order of the enum.</summary>
    public static IReadOnlyList<string> AllCodes => Codes;

    /// <summary>The code used in files, on the command line and in the audit log, e.g. <c>FP_Oncology</c>.</summary>
    public static string Code(this Disposition disposition) => Codes[(int)disposition];

    /// <summary>The disposition of a code, case ignored.</summary>
    public static bool TryParse(string? code, out Disposition disposition)
    {
        var index = Array.FindIndex(Codes, c => c.Equals(code, StringComparison.OrdinalIgnoreCase));
        disposition = index < 0 ? default : (Disposition)index;
        return index >= 0;
    }

    public static DispositionLabel Label(this Disposition disposition) => disposition switch
    {
        Disposition.LetterSent or Disposition.SafetyOutreach or Disposition.BoardReferral
            or Disposition.LawEnforcementRequestResponse or Disposition.Monitor90Days => DispositionLabel.Positive,
        Disposition.FalsePositiveOncology or Disposition.FalsePositiveHospice or Disposition.FalsePositiveSamePractice
            or Disposition.FalsePositiveMoved or Disposition.FalsePositiveDischarge or Disposition.FalsePositiveVeterinary
            or Disposition.FalsePositiveLegitimateComplex or Disposition.LowConcern => DispositionLabel.Negative,
        Disposition.FalsePositiveDataError or Disposition.FalsePositiveIdentityMerge
            or Disposition.FalsePositiveIdentitySplit or Disposition.Duplicate
            or Disposition.Withdrawn => DispositionLabel.Ignored,
    };

    /// <summary>
    /// True when the same pattern stays quiet for a while after this conclusion: every <c>FP_*</c>, and, our choice of
    /// 2026-11-22, also LowConcern and Duplicate, which likewise ask for nothing more.
    /// </summary>
    public static bool Suppresses(this Disposition disposition) =>
        disposition is <= Disposition.LowConcern or Disposition.Duplicate;
}
