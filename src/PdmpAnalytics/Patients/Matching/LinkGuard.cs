using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Patients.Matching;

/// <summary>People who share so much that weights alone do not tell them apart. A guarded pair is never merged except by a reviewer's decision.</summary>
public enum LinkGuard : byte
{
    None,

    /// <summary>Both records state a generation, and another one: JR and SR.</summary>
    OtherGeneration,

    /// <summary>The same name at the same address or telephone, born a generation apart: father and son.</summary>
    Namesake,

    /// <summary>The same birth date, last name and household, and another first name, which is neither a form nor a slip of the other's.</summary>
    Twin,
}

/// <summary>
/// Finds guarded pairs. Twins and namesakes are guarded because another first name or birth year is the mark of another person; in
/// a collection where it is an everyday error instead, as the model estimated from it tells, weights alone decide.
/// </summary>
internal sealed class LinkGuards
{
    /// <summary>Years between generations of one name, at least: our choice, 2026-11-22. A mistyped year is one or ten years off.</summary>
    private const int YearsOfAGeneration = 12;

    /// <summary>An error is an everyday one from this share of true pairs on: twice the shipped share for first names. Our choice, 2026-11-22.</summary>
    private const double EverydayError = 0.02;

    private readonly bool _twins;
    private readonly bool _namesakes;

    public LinkGuards(MatchModel model)
    {
        _twins = model.Fields[(int)LinkField.FirstName].Levels[(int)NameLevel.Different - 1].Match < EverydayError;
        _namesakes = model.Fields[(int)LinkField.BirthDate].Levels[(int)BirthDateLevel.Different - 1].Match < EverydayError;
    }

    public LinkGuard Of(in LinkRecord a, in LinkRecord b, LevelPattern levels)
    {
        if (a.Generation != 0 && b.Generation != 0 && a.Generation != b.Generation)
        {
            return LinkGuard.OtherGeneration;
        }

        var household = levels.Address is AddressLevel.Same or AddressLevel.OtherUnit || levels.Phone == NumberLevel.Same;
        if (!household || levels.LastName is not (NameLevel.Same or NameLevel.Variant or NameLevel.Close))
        {
            return LinkGuard.None;
        }

        return levels.FirstName switch
        {
            NameLevel.Same or NameLevel.Variant or NameLevel.Close or NameLevel.Initial => _namesakes
                && BirthDateComparison.YearsApart(a.BirthDate, b.BirthDate) >= YearsOfAGeneration
                && !IsSlip(levels) ? LinkGuard.Namesake : LinkGuard.None,
            NameLevel.Different or NameLevel.Similar => _twins && levels.BirthDate == BirthDateLevel.Same ? LinkGuard.Twin : LinkGuard.None,
            NameLevel.Missing or NameLevel.OtherField => LinkGuard.None,
        };
    }

    /// <summary>One wrong digit of the year beside an equal id is no son.</summary>
    private static bool IsSlip(LevelPattern levels) => levels.Id == NumberLevel.Same && levels.BirthDate == BirthDateLevel.OneDigit;
}
