using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Patients.Matching;

/// <summary>What weights alone do not see. A guarded pair is merged by a reviewer's decision only.</summary>
public enum LinkGuard : byte
{
    None,

    /// <summary>Both records state a generation, and another one: JR and SR.</summary>
    OtherGeneration,

    /// <summary>The same name at the same address or telephone, or under one guardian's id, born a generation apart: father and son.</summary>
    Namesake,

    /// <summary>
    /// The same birth date, last name and household, and another first name, which is neither a form nor a slip of the other's; or is one,
    /// and the two have ids of their own (JON and JONATHAN).
    /// </summary>
    Twin,

    /// <summary>
    /// Beside the name only one of birth date, id, and place (address or telephone) speaks for one person, and that short of 0.999:
    /// two people may well share it; or the first name is a placeholder, and no id speaks for one person. Left to a reviewer; other records of the two may still join them.
    /// </summary>
    Uncorroborated,

    /// <summary>
    /// One first name is a slip of the hand that may stand for a name of the tables other than the other's (HAIEY: HALEY or HAILEY), and no
    /// id or full middle name says which. Parents give such names to twins. Left to a reviewer; other records of the two may still join them.
    /// </summary>
    AmbiguousSlip,

    /// <summary>One name in one household, and two full middle names that contradict each other: MARIA ELENA and MARIA LUISA.</summary>
    OtherMiddleName,
}

/// <summary>
/// Finds guarded pairs. Twins and namesakes are guarded because another first name or birth year is the mark of another person; in
/// a collection where it is an everyday error instead, as the model estimated from it tells, weights alone decide.
/// </summary>
internal sealed class LinkGuards
{
    /// <summary>Years between generations of one name, at least: our choice, 2026-11-22. A mistyped year is one or ten years off.</summary>
    private const int YearsOfAGeneration = 12;

    /// <summary>Years from which on one id says nothing: a child's medicine is filled under a parent's. Our choice, 2026-11-22.</summary>
    private const int YearsOfAParent = 18;

    /// <summary>An error is an everyday one from this share of true pairs on: twice the shipped share for first names. Our choice, 2026-11-22.</summary>
    private const double EverydayError = 0.02;

    /// <summary>The same for middle names, of which one in twenty differs as shipped: twice that. Our choice, 2026-11-22.</summary>
    private const double EverydayMiddleName = 0.1;

    /// <summary>A name and one thing beside it must be as sure as the precision that is asked of linkage, 0.999 (issue C).</summary>
    private static readonly double SureBits = MatchScales.BitsOf(0.999);

    private readonly bool _twins;
    private readonly bool _namesakes;
    private readonly bool _corroboration;
    private readonly bool _middleNames;

    public LinkGuards(MatchModel model)
    {
        _twins = model.Fields[(int)LinkField.FirstName].Levels[(int)NameLevel.Different - 1].Match < EverydayError;
        _namesakes = model.Fields[(int)LinkField.BirthDate].Levels[(int)BirthDateLevel.Different - 1].Match < EverydayError;
        _middleNames = model.Fields[(int)LinkField.MiddleName].Levels[(int)MiddleNameLevel.Different - 1].Match < EverydayMiddleName;
        _corroboration = !model.NamesAndBirthDatesOnly;
    }

    /// <summary>True for a guard that keeps whole groups of records apart.</summary>
    public static bool KeepsApart(LinkGuard guard) => guard is LinkGuard.OtherGeneration or LinkGuard.Namesake or LinkGuard.Twin or LinkGuard.OtherMiddleName;

    /// <summary>The guard of a pair.</summary>
    /// <param name="bits">What the pair weighs without a guard.</param>
    /// <param name="names">The names of the two records.</param>
    public LinkGuard Of(in LinkRecord a, in LinkRecord b, LevelPattern levels, double bits, NameBook names)
    {
        var guard = KeptApart(a, b, levels, names);
        if (guard != LinkGuard.None || !_corroboration)
        {
            return guard;
        }

        if (_twins && !HasOwnMark(a, levels, names) && IsAmbiguousSlip(a.First, b.First, levels, names))
        {
            return LinkGuard.AmbiguousSlip;
        }

        // Nothing says which child of a house BABY BOY or UNKNOWN is, however much the two records share.
        var nameless = (a.Nameless || b.Nameless) && levels.Id is not (NumberLevel.Same or NumberLevel.OneSlip);
        return nameless || bits < SureBits && !IsCorroborated(levels) ? LinkGuard.Uncorroborated : LinkGuard.None;
    }

    /// <summary>As twins' names often do: HALEY and HAILEY, BRADEN and BRADY.</summary>
    private static bool LookAlike(ReadOnlySpan<char> a, ReadOnlySpan<char> b) =>
        Spelling.IsOneEdit(a, b) || JaroWinkler.Similarity(a, b) >= NameComparison.CloseSimilarity;

    /// <summary>Guards that hold whatever the pair weighs.</summary>
    public LinkGuard KeptApart(in LinkRecord a, in LinkRecord b, LevelPattern levels, NameBook names)
    {
        if (a.Generation != 0 && b.Generation != 0 && a.Generation != b.Generation)
        {
            return LinkGuard.OtherGeneration;
        }

        var years = BirthDateComparison.YearsApart(a.BirthDate, b.BirthDate);
        var household = IsHousehold(levels);

        // An address that is mistyped is the same house where ids already tell two people apart.
        var mistyped = levels.Id == NumberLevel.Different && levels.Address is AddressLevel.SameStreet or AddressLevel.SameNumber;
        if (levels.LastName is not (NameLevel.Same or NameLevel.Variant or NameLevel.Close or NameLevel.OtherField)
            || !household && !mistyped && !(levels.Id == NumberLevel.Same && years >= YearsOfAParent))
        {
            return LinkGuard.None;
        }

        return levels.FirstName switch
        {
            NameLevel.Same or NameLevel.Variant or NameLevel.Close or NameLevel.Initial when _namesakes && years >= YearsOfAGeneration && !IsSlip(levels, years) => LinkGuard.Namesake,
            NameLevel.Same or NameLevel.Variant or NameLevel.Close or NameLevel.Initial when _middleNames && household && HaveOtherMiddleNames(a, b, levels, names) => LinkGuard.OtherMiddleName,
            NameLevel.Variant or NameLevel.Close or NameLevel.Initial when _twins && IsOneBirth(levels) && levels.Id == NumberLevel.Different => LinkGuard.Twin,
            NameLevel.Different or NameLevel.Similar when _twins && levels.BirthDate == BirthDateLevel.Same && !IsSpelledOtherwise(levels) => LinkGuard.Twin,
            NameLevel.Missing or NameLevel.Same or NameLevel.Variant or NameLevel.Close or NameLevel.Similar or NameLevel.Initial or NameLevel.OtherField or NameLevel.Different => LinkGuard.None,
        };
    }

    /// <summary>One door or one telephone, or nothing known of either: then nothing says that they live apart.</summary>
    private static bool IsHousehold(LevelPattern levels) =>
        levels.Address is AddressLevel.Same or AddressLevel.OtherUnit || levels.Phone == NumberLevel.Same
        || levels.Address == AddressLevel.Missing && levels.Phone == NumberLevel.Missing;

    private static bool IsCorroborated(LevelPattern levels)
    {
        var born = levels.BirthDate is BirthDateLevel.Same or BirthDateLevel.DayMonthSwapped or BirthDateLevel.OneDigit or BirthDateLevel.TwoParts;
        var id = levels.Id is NumberLevel.Same or NumberLevel.OneSlip;
        var place = levels.Phone is NumberLevel.Same or NumberLevel.OneSlip
            || levels.Address is AddressLevel.Same or AddressLevel.OtherUnit
            || levels.LastName != NameLevel.Different && (levels.Address is AddressLevel.SameStreet or AddressLevel.SameNumber or AddressLevel.OtherTown);
        return born && id || born && place || id && place;
    }

    /// <summary>Something that twins do not share: an id, or a middle name that is more than a letter.</summary>
    private static bool HasOwnMark(in LinkRecord a, LevelPattern levels, NameBook names) =>
        levels.Id is NumberLevel.Same or NumberLevel.OneSlip
        || levels[LinkField.MiddleName] == (int)MiddleNameLevel.Same && !names.IsInitial(a.Middle);

    private static bool IsAmbiguousSlip(int a, int b, LevelPattern levels, NameBook names) =>
        levels.FirstName is NameLevel.Close or NameLevel.Similar && (MayBeAnother(a, b, names) || MayBeAnother(b, a, names));

    /// <summary>True when a slip may stand for a name that looks like the other one, and is neither that nor a form of it.</summary>
    private static bool MayBeAnother(int slip, int other, NameBook names)
    {
        foreach (var name in names.Intended(slip))
        {
            if (name != other && LookAlike(names.Text(name), names.Text(other))
                && !names.FullNames(other).Contains(name) && !names.FullNames(name).Contains(other))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>One birth date, perhaps mistyped: where ids already say that they are two, a slip does not say otherwise.</summary>
    private static bool IsOneBirth(LevelPattern levels) =>
        levels.BirthDate is BirthDateLevel.Same or BirthDateLevel.DayMonthSwapped or BirthDateLevel.OneDigit;

    /// <summary>One wrong digit of the year beside an equal id is no son, unless the year makes him one.</summary>
    private static bool IsSlip(LevelPattern levels, int years) =>
        levels.Id == NumberLevel.Same && levels.BirthDate == BirthDateLevel.OneDigit && years < YearsOfAParent;

    /// <summary>Two middle names, each more than a letter, and no id that says they are one person's; an initial alone is often the wrong one.</summary>
    private static bool HaveOtherMiddleNames(in LinkRecord a, in LinkRecord b, LevelPattern levels, NameBook names) =>
        levels[LinkField.MiddleName] == (int)MiddleNameLevel.Different && !names.IsInitial(a.Middle) && !names.IsInitial(b.Middle)
        && levels.Id is not (NumberLevel.Same or NumberLevel.OneSlip);

    /// <summary>A name spelled much alike, that is not another name, beside an equal id: ABDULLAH and ABDALLA.</summary>
    private static bool IsSpelledOtherwise(LevelPattern levels) => levels.Id == NumberLevel.Same && levels.FirstName == NameLevel.Similar;
}
