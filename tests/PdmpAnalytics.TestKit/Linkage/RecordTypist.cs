using System.Globalization;
using PdmpAnalytics.Patients.Comparing;
using PdmpAnalytics.Synthetic;

namespace PdmpAnalytics.TestKit.Linkage;

/// <summary>
/// Types a person's particulars at several counters. Errors a record, our choice, 2026-11-22: last name 2 %, first name 2 %,
/// nickname 5 %, first and last swapped 0.3 %, birth date 1.5 %, sex wrong 0.3 % or not known 1 %, address in another style 20 % or
/// mistyped 3 %, ZIP 1 %, phone missing 15 % or another 5 %, id missing 60 % or mistyped 1 %, middle name missing 40 %, suffix missing
/// 35 %. Between two records 12 % move, 3 % of women take another last name.
/// </summary>
internal sealed class RecordTypist(RandomStream random, NameStock names, Place[] places)
{
    /// <summary>Any number of the area: numbers reserved for fiction are too few for a large collection.</summary>
    public static string Phone(RandomStream random, Place place) =>
        place.AreaCode + (char)('2' + random.Below(8)) + InventedNumbers.Digits(random, 6);

    /// <summary>One to four records that are all different.</summary>
    public IReadOnlyList<LinkFields> Records(FamilyMember person)
    {
        var truth = person.Fields;
        var records = new List<LinkFields>();
        for (var visits = random.Between(1, 4); visits > 0; visits--)
        {
            if (records.Count > 0)
            {
                truth = Changed(truth, person.Female);
            }

            var record = Typed(truth, person.Given);
            if (!records.Contains(record))
            {
                records.Add(record);
            }
        }

        return records;
    }

    private LinkFields Changed(LinkFields truth, bool female)
    {
        if (random.Chance(0.12))
        {
            var place = random.Pick(places);
            truth = truth with
            {
                Address = PersonBuilder.DrawAddress(names, random, place),
                City = place.City,
                State = place.State,
                Zip = place.Zip,
                Phone = random.Chance(0.25) ? Phone(random, place) : truth.Phone,
            };
        }

        return female && random.Chance(0.03) ? truth with { LastName = names.Surname(random) } : truth;
    }

    private LinkFields Typed(LinkFields truth, GivenName given)
    {
        var record = truth with
        {
            LastName = random.Chance(0.02) ? TypingSlips.Name(random, truth.LastName) : truth.LastName,
            FirstName = random.Unit() switch
            {
                < 0.05 when given.Short.Length > 0 => given.Short,
                > 0.98 => TypingSlips.Name(random, truth.FirstName),
                _ => truth.FirstName,
            },
            BirthDate = random.Chance(0.015) ? LinkFields.Digits(TypingSlips.Date(random, Date(truth.BirthDate))) : truth.BirthDate,
            Sex = random.Unit() switch { < 0.01 => "U", < 0.013 => truth.Sex == "F" ? "M" : "F", _ => truth.Sex },
            MiddleName = random.Chance(0.4) ? "" : truth.MiddleName,
            Suffix = random.Chance(0.35) ? "" : truth.Suffix,
            Address = random.Unit() switch
            {
                < 0.2 => TypingSlips.AddressStyle(random, truth.Address),
                < 0.23 => TypingSlips.Name(random, truth.Address),
                _ => truth.Address,
            },
            Zip = random.Chance(0.01) ? InventedNumbers.Miskeyed(random, truth.Zip) : truth.Zip,
            Phone = random.Unit() switch { < 0.15 => "", < 0.2 => InventedNumbers.Digits(random, 10), _ => truth.Phone },
            IdValue = random.Unit() switch
            {
                < 0.6 => "",
                < 0.61 when truth.IdValue.Length > 0 => InventedNumbers.Miskeyed(random, truth.IdValue),
                _ => truth.IdValue,
            },
        };
        return random.Chance(0.003) ? record with { LastName = record.FirstName, FirstName = record.LastName } : record;
    }

    private static DateOnly Date(int digits) =>
        DateOnly.ParseExact(digits.ToString(CultureInfo.InvariantCulture), "yyyyMMdd", CultureInfo.InvariantCulture);
}
