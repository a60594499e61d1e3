using System.Collections.Frozen;

namespace PdmpAnalytics.Practices;

/// <summary>
/// Taxonomy codes of those whose practice is cancer, blood disease or palliative and hospice care. (National Uniform Claim Committee,
/// Health Care Provider Taxonomy; which of them count: our choice, 2026-11-22.)
/// </summary>
public static class CancerCareSpecialties
{
    private static readonly FrozenSet<string> Codes = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "207RX0202X", // Medical oncology
        "207RH0003X", // Hematology and oncology
        "207RH0000X", // Hematology
        "207VX0201X", // Gynecologic oncology
        "2080P0207X", // Pediatric hematology-oncology
        "2085R0001X", // Radiation oncology
        "2086X0206X", // Surgical oncology
        "364SX0200X", // Clinical nurse specialist, oncology
        // Hospice and palliative medicine, by the board that certifies it:
        "207LH0002X", "207PH0002X", "207QH0002X", "207RH0002X", "207VH0002X",
        "2080H0002X", "2081H0002X", "2084H0002X", "2085H0002X", "2086H0002X");

    /// <summary>Every code, for a query.</summary>
    public static IReadOnlyCollection<string> All => Codes;

    /// <summary>Case is ignored; blank is none.</summary>
    public static bool Holds(string taxonomy) => Codes.Contains(taxonomy);
}
