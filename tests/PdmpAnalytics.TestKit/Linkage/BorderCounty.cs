using System.Globalization;
using PdmpAnalytics.Evaluation;
using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.TestKit.Linkage;

/// <summary>
/// A second invented population, made to differ from <see cref="InventedFamilies"/> in whom and in what goes wrong, so that linkage is
/// not judged by one maker's habits: few names for many people, four origins of names, couples and children, a tenth in care homes that
/// share address and telephone, a third of the immigrants born on 1 January by their papers. One to six records a person, garbled by
/// <see cref="BorderClerk"/>. Shares are our choice, 2026-11-22.
/// </summary>
public sealed class BorderCounty(int seed)
{
    private const int CareHomes = 12;
    private static readonly string[] Streets = "MAPLE CEDAR RIVER MISSION CANYON JEFFERSON MONROE LINCOLN PECAN ALAMO SUNSET PARK LAKE MESA VALLEY FRONT SECOND THIRD FIFTH NINTH".Split(' ');
    private static readonly string[] Kinds = ["ST", "AVE", "RD", "DR", "LN", "BLVD"];
    private static readonly (string City, string Zip)[] Towns =
        [("SAN BENITO", "78586"), ("HARLINGEN", "78550"), ("BROWNSVILLE", "78520"), ("BROWNSVILLE", "78521"), ("MCALLEN", "78501"), ("MISSION", "78572"), ("PHARR", "78577"), ("LAREDO", "78040")];

    /// <summary>Records of some people; the same seed gives the same records. Equal records of one person occur once.</summary>
    public IEnumerable<LabelledRecord> Records(int people)
    {
        var random = new Random(seed);
        var clerk = new BorderClerk(random, Moved);
        var homes = Enumerable.Range(0, CareHomes).Select(_ => Home(random)).ToArray();
        LinkFields? before = null;
        var givenInFamily = new HashSet<string>();
        for (var number = 0; number < people; number++)
        {
            var person = random.NextDouble() switch
            {
                < 0.10 => InHome(random, homes[random.Next(homes.Length)]),
                < 0.45 when before is not null => Relative(random, before, givenInFamily),
                _ => Single(random, Origin(random)),
            };
            if (before?.Address != person.Fields.Address)
            {
                givenInFamily.Clear();
            }

            givenInFamily.Add(person.Fields.FirstName);
            before = person.Fields;
            var records = new HashSet<LinkFields>();
            for (var visits = Visits(random); visits > 0; visits--)
            {
                person = clerk.AfterAWhile(person);
                records.Add(clerk.Typed(person));
            }

            foreach (var record in records)
            {
                yield return new LabelledRecord(number.ToString(CultureInfo.InvariantCulture), record);
            }
        }
    }

    /// <summary>One in two people has one record, few have many.</summary>
    private static int Visits(Random random)
    {
        var visits = 1;
        while (visits < 6 && random.NextDouble() < 0.5)
        {
            visits++;
        }

        return visits;
    }

    private static NameOrigin Origin(Random random) => random.NextDouble() switch
    {
        < 0.45 => NameOrigin.English,
        < 0.80 => NameOrigin.Spanish,
        < 0.90 => NameOrigin.Vietnamese,
        _ => NameOrigin.Arabic,
    };

    private static BorderPerson Single(Random random, NameOrigin origin)
    {
        var female = random.Next(2) == 0;
        var birthYear = random.Next(1935, 2010);
        var first = BorderNames.Given(random, origin, female);
        var immigrant = origin is NameOrigin.Vietnamese or NameOrigin.Arabic && random.NextDouble() < 0.34;
        var fields = Home(random) with
        {
            LastName = BorderNames.Surname(random, origin),
            FirstName = first,
            MiddleName = BorderNames.Middle(random, origin, female, first),
            BirthDate = immigrant ? birthYear * 10_000 + 101 : Born(random, birthYear),
            Sex = female ? "F" : "M",
            IdQualifier = 6,
            IdValue = random.NextDouble() < 0.6 ? Digits(random, 8) : "",
        };
        return new BorderPerson(origin, female, fields);
    }

    private static BorderPerson InHome(Random random, LinkFields home)
    {
        var person = Single(random, random.NextDouble() < 0.8 ? NameOrigin.English : NameOrigin.Spanish);
        return person with
        {
            Fields = person.Fields with
            {
                BirthDate = Born(random, random.Next(1925, 1955)), Address = home.Address, City = home.City, State = home.State, Zip = home.Zip,
                Phone = home.Phone, IdValue = "",
            },
        };
    }

    /// <summary>Husband or wife, child, brother or sister of the person before: another given name, the same door, often one telephone.</summary>
    private static BorderPerson Relative(Random random, LinkFields before, HashSet<string> given)
    {
        var origin = before.LastName.Contains(' ', StringComparison.Ordinal) ? NameOrigin.Spanish : NameOrigin.English;
        var person = Single(random, origin);
        while (given.Contains(person.Fields.FirstName))
        {
            person = Single(random, origin);
        }

        return person with
        {
            Fields = person.Fields with
            {
                LastName = random.NextDouble() < 0.85 ? before.LastName : person.Fields.LastName,
                Address = before.Address, City = before.City, State = before.State, Zip = before.Zip,
                Phone = random.NextDouble() < 0.5 ? before.Phone : person.Fields.Phone,
            },
        };
    }

    private static LinkFields Moved(Random random, LinkFields person)
    {
        var home = Home(random);
        return person with { Address = home.Address, City = home.City, Zip = home.Zip, Phone = random.NextDouble() < 0.3 ? home.Phone : person.Phone };
    }

    private static LinkFields Home(Random random)
    {
        var (city, zip) = Towns[random.Next(Towns.Length)];
        var unit = random.NextDouble() < 0.25 ? string.Create(CultureInfo.InvariantCulture, $" APT {random.Next(1, 60)}") : "";
        return new LinkFields
        {
            Address = string.Create(CultureInfo.InvariantCulture, $"{random.Next(1, 4000)} {Streets[random.Next(Streets.Length)]} {Kinds[random.Next(Kinds.Length)]}{unit}"),
            City = city, State = "TX", Zip = zip, Phone = "956" + random.Next(2, 10).ToString(CultureInfo.InvariantCulture) + Digits(random, 6),
        };
    }

    private static int Born(Random random, int year) => LinkFields.Digits(new DateOnly(year, 1, 1).AddDays(random.Next(365)));

    private static string Digits(Random random, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + random.Next(10))));
}

/// <summary>An invented person with true particulars.</summary>
internal sealed record BorderPerson(NameOrigin Origin, bool Female, LinkFields Fields);
