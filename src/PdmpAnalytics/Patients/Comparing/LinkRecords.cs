using System.Globalization;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Patients.Comparing;

/// <summary>
/// The records that are compared with one another, in order of adding from 0, and the books their numbers point into. One writer;
/// free for all readers once nobody adds.
/// </summary>
internal sealed class LinkRecords
{
    private LinkRecord[] _records = new LinkRecord[64];

    public int Count { get; private set; }

    public NameBook Names { get; } = new();

    public TextPool HouseNumbers { get; } = new();

    /// <summary>Streets and second lines alike, since people swap them.</summary>
    public TextPool Streets { get; } = new();
    public TextPool Places { get; } = new();
    public TextPool Cities { get; } = new();
    public TextPool States { get; } = new();
    public TextPool Zips { get; } = new();
    public TextPool Phones { get; } = new();
    public TextPool Ids { get; } = new();
    public TextPool BirthDates { get; } = new();

    public ref readonly LinkRecord this[int record] => ref _records[record];

    /// <summary>Normalises a record and returns its position.</summary>
    public int Add(LinkFields fields)
    {
        if (Count == _records.Length)
        {
            Array.Resize(ref _records, Count * 2);
        }

        _records[Count] = Read(fields);
        return Count++;
    }

    private LinkRecord Read(LinkFields fields)
    {
        var name = PersonName.Of(fields);
        var line = StreetLine.Of(fields.Address, fields.AddressSecondLine);
        var zip = LinkText.Zip(fields.Zip);
        var phone = LinkText.Phone(fields.Phone);
        var id = LinkText.Id(fields.IdValue);
        var born = LinkText.BirthDate(fields.BirthDate);
        var record = new LinkRecord
        {
            Last = Names.Add(name.Last),
            First = Names.Add(name.First),
            Middle = Names.Add(name.Middle),
            Nameless = name.Nameless,
            Generation = name.Generation,
            BirthDate = born,
            BirthDateValue = BirthDates.Add(born == 0 ? "" : born.ToString(CultureInfo.InvariantCulture)),
            Sex = fields.Sex switch { "F" => 1, "M" => 2, _ => 0 },
            Animal = fields.Animal,
            HouseNumber = HouseNumbers.Add(line.Number),
            Street = Streets.Add(line.Street),
            SecondLine = Streets.Add(line.SecondLine),
            Place = line.Number.Length > 0 && line.Street.Length > 0 ? Places.Add($"{line.Number} {line.Street}") : 0,
            City = Cities.Add(NameNormalizer.Fold(fields.City)),
            State = States.Add(NameNormalizer.Fold(fields.State)),
            Zip = Zips.Add(zip),
            Phone = Phones.Add(phone),
            IdQualifier = id.Length > 0 ? fields.IdQualifier : (byte)0,
            IdValue = Ids.Add(id),
            Content = 0,
        };
        return record with { Content = ContentOf(record) };
    }

    private ulong ContentOf(in LinkRecord record) => Names.Hash(record.Last)
        .With(Names.Hash(record.First))
        .With(Names.Hash(record.Middle))
        .With((ulong)record.Generation | (ulong)record.Sex << 8 | (ulong)record.IdQualifier << 16 | (record.Animal ? 1UL : 0) << 24)
        .With((ulong)record.BirthDate)
        .With(HouseNumbers.Hash(record.HouseNumber))
        .With(Streets.Hash(record.Street))
        .With(Streets.Hash(record.SecondLine))
        .With(Cities.Hash(record.City))
        .With(States.Hash(record.State))
        .With(Zips.Hash(record.Zip))
        .With(Phones.Hash(record.Phone))
        .With(Ids.Hash(record.IdValue));
}
