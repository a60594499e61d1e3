namespace PdmpAnalytics.Patients.Comparing;

/// <summary>Compares two records in every field. Symmetric. For one thread, because it remembers pairs of names and streets.</summary>
internal sealed class RecordComparison(LinkRecords records, TermFrequencies terms)
{
    private readonly NameComparison _names = new(records.Names, terms);
    private readonly AddressComparison _addresses = new(records);

    public LevelPattern Compare(in LinkRecord a, in LinkRecord b)
    {
        var (first, last) = Names(a, b);
        return new LevelPattern(
            first,
            last,
            _names.Middle(SecondName(a, b), SecondName(b, a)),
            BirthDateComparison.Level(a.BirthDate, b.BirthDate),
            a.Sex == 0 || b.Sex == 0 ? SexLevel.Missing : a.Sex == b.Sex ? SexLevel.Same : SexLevel.Different,
            _addresses.Level(a, b),
            Number(a.Phone, b.Phone, records.Phones),
            a.IdQualifier == b.IdQualifier ? Number(a.IdValue, b.IdValue, records.Ids) : NumberLevel.Missing);
    }

    /// <summary>
    /// The middle name; or, beside somebody who has one, the other half of a double first name: MARIA LUISA says of herself what MARIA with
    /// the middle name ELENA says.
    /// </summary>
    private int SecondName(in LinkRecord record, in LinkRecord other) =>
        record.Middle == 0 && other.Middle != 0 && records.Names.Words(record.First) is [var one, var two]
            ? one == other.First ? two : two == other.First ? one : 0
            : record.Middle;

    /// <summary>First and last name; a name that has found its like in its own field is not looked for in another.</summary>
    private (NameLevel First, NameLevel Last) Names(in LinkRecord a, in LinkRecord b)
    {
        var first = _names.First(a.First, b.First);
        var last = _names.Last(a.Last, b.Last);
        if (first == NameLevel.Different && last == NameLevel.Different)
        {
            if (_names.AgreeInForm(a.First, b.Last) && _names.AgreeInForm(b.First, a.Last))
            {
                return (NameLevel.OtherField, NameLevel.OtherField);
            }

            var (oneWay, otherWay) = (_names.Agree(a.First, b.Last), _names.Agree(b.First, a.Last));

            // One name alone in the other field: PHILLIP JOHNSON and JOHNSON WILLIAM share a last name, not a first name.
            if (oneWay || otherWay)
            {
                return _names.IsRatherFirst(oneWay ? a.First : b.First) ? (NameLevel.OtherField, last) : (first, NameLevel.OtherField);
            }
        }

        return (
            first == NameLevel.Different && (_names.Agree(a.First, b.Middle) || _names.Agree(b.First, a.Middle)) ? NameLevel.OtherField : first,
            last == NameLevel.Different && (_names.Agree(a.Last, b.Middle) || _names.Agree(b.Last, a.Middle)) ? NameLevel.OtherField : last);
    }

    private static NumberLevel Number(int a, int b, TextPool texts)
    {
        if (a == 0 || b == 0)
        {
            return NumberLevel.Missing;
        }

        return a == b ? NumberLevel.Same : Spelling.IsOneEdit(texts[a], texts[b]) ? NumberLevel.OneSlip : NumberLevel.Different;
    }
}
