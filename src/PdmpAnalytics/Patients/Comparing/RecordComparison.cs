namespace PdmpAnalytics.Patients.Comparing;

/// <summary>Compares two records in every field. Symmetric. For one thread, because it remembers pairs of names and streets.</summary>
internal sealed class RecordComparison(LinkRecords records, TermFrequencies terms)
{
    private readonly NameComparison _names = new(records.Names, terms);
    private readonly AddressComparison _addresses = new(records);

    public LevelPattern Compare(in LinkRecord a, in LinkRecord b) => new(
        FirstName(a, b),
        LastName(a, b),
        _names.Middle(a.Middle, b.Middle),
        BirthDateComparison.Level(a.BirthDate, b.BirthDate),
        a.Sex == 0 || b.Sex == 0 ? SexLevel.Missing : a.Sex == b.Sex ? SexLevel.Same : SexLevel.Different,
        _addresses.Level(a, b),
        Number(a.Phone, b.Phone, records.Phones),
        a.IdQualifier == b.IdQualifier ? Number(a.IdValue, b.IdValue, records.Ids) : NumberLevel.Missing);

    private NameLevel FirstName(in LinkRecord a, in LinkRecord b)
    {
        var level = _names.First(a.First, b.First);
        return level == NameLevel.Different && (Elsewhere(a.First, b.Last, b.Middle) || Elsewhere(b.First, a.Last, a.Middle))
            ? NameLevel.OtherField
            : level;
    }

    private NameLevel LastName(in LinkRecord a, in LinkRecord b)
    {
        var level = _names.Last(a.Last, b.Last);
        return level == NameLevel.Different && (Elsewhere(a.Last, b.First, b.Middle) || Elsewhere(b.Last, a.First, a.Middle))
            ? NameLevel.OtherField
            : level;
    }

    private bool Elsewhere(int name, int other, int another) => _names.Agree(name, other) || _names.Agree(name, another);

    private static NumberLevel Number(int a, int b, TextPool texts)
    {
        if (a == 0 || b == 0)
        {
            return NumberLevel.Missing;
        }

        return a == b ? NumberLevel.Same : Spelling.IsOneEdit(texts[a], texts[b]) ? NumberLevel.OneSlip : NumberLevel.Different;
    }
}
