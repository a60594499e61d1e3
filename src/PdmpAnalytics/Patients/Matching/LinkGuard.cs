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

/// <summary>Finds guarded pairs.</summary>
internal static class LinkGuards
{
    /// <summary>Years between generations of one name, at least: our choice, 2026-11-22. A mistyped year is one or ten years off.</summary>
    private const int YearsOfAGeneration = 12;

    public static LinkGuard Of(in LinkRecord a, in LinkRecord b, LevelPattern levels)
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

        if (levels.FirstName is NameLevel.Same or NameLevel.Variant or NameLevel.Close or NameLevel.Initial)
        {
            // One wrong digit of the year beside an equal id is a slip, not a son.
            var slip = levels.Id == NumberLevel.Same && levels.BirthDate == BirthDateLevel.OneDigit;
            return !slip && BirthDateComparison.YearsApart(a.BirthDate, b.BirthDate) >= YearsOfAGeneration ? LinkGuard.Namesake : LinkGuard.None;
        }

        // An equal id may outweigh another first name: the model knows how often records of one person have one.
        return levels.BirthDate == BirthDateLevel.Same && levels.FirstName is NameLevel.Different or NameLevel.Similar && levels.Id != NumberLevel.Same
            ? LinkGuard.Twin
            : LinkGuard.None;
    }
}
