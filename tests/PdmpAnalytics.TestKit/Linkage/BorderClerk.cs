using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.TestKit.Linkage;

/// <summary>
/// Writes a person of <see cref="BorderCounty"/> down, mostly from scanned paper. Errors a record, our choice, 2026-11-22: a letter misread by
/// machine in 4 %; names exchanged 1.5 % (Vietnamese 12 %); of two Spanish surnames only the first in 35 %, only the second in 5 %, hyphened
/// 8 %; Arabic names in another spelling 30 %; short form of an English name 8 %; both given names in one field 6 %; birth date missing
/// 3 %, 1 January of the year 1 %, two digits off 0.5 %; sex missing 6 %; address missing 4 %; telephone missing 25 % or another's
/// 2 %; id missing 50 % or misread 1 %. Between two records 15 % move, 1.5 % of women take another surname.
/// </summary>
internal sealed class BorderClerk(Random random, Func<Random, LinkFields, LinkFields> moved)
{
    private static readonly (string Read, string For)[] Misreadings =
        [("0", "O"), ("1", "I"), ("5", "S"), ("8", "B"), ("RN", "M"), ("VV", "W"), ("C1", "D"), ("H", "N"), ("F", "E"), ("U", "V"), ("C", "G"), ("L", "I")];

    private static readonly (string Name, string Short)[] ShortForms =
    [
        ("ROBERT", "BOB"), ("WILLIAM", "BILL"), ("JAMES", "JIM"), ("RICHARD", "DICK"), ("MICHAEL", "MIKE"), ("CHRISTOPHER", "CHRIS"), ("ELIZABETH", "BETH"),
        ("MARGARET", "PEGGY"), ("PATRICIA", "PAT"), ("DEBORAH", "DEB"), ("KATHLEEN", "KATHY"), ("JENNIFER", "JENN"), ("THOMAS", "TOM"), ("EDWARD", "TED"),
    ];

    private static readonly (string Usual, string Other)[] Spellings =
    [
        ("MOHAMMED", "MUHAMMAD"), ("MOHAMMED", "MOHAMED"), ("AHMAD", "AHMED"), ("YUSUF", "YOUSEF"), ("HUSSEIN", "HUSAIN"), ("HASSAN", "HASAN"), ("KHALID", "KHALED"),
        ("FATIMA", "FATEMA"), ("AISHA", "AYSHA"), ("MARYAM", "MARIAM"), ("ABDULLAH", "ABDALLA"), ("YOUSEF", "YUSUF"), ("OMAR", "UMAR"), ("AHMED", "AHMAD"),
    ];

    /// <summary>The person as it is by the next visit.</summary>
    public BorderPerson AfterAWhile(BorderPerson person)
    {
        if (Chance(0.15))
        {
            person = person with { Fields = moved(random, person.Fields) };
        }

        return person.Female && Chance(0.015)
            ? person with { Fields = person.Fields with { LastName = BorderNames.Surname(random, person.Origin) } }
            : person;
    }

    public LinkFields Typed(BorderPerson person)
    {
        var record = WithNames(person) with
        {
            BirthDate = random.NextDouble() switch
            {
                < 0.03 => 0,
                < 0.04 => person.Fields.BirthDate / 10_000 * 10_000 + 101,
                < 0.045 => TwoDigitsOff(person.Fields.BirthDate),
                _ => person.Fields.BirthDate,
            },
            Sex = Chance(0.06) ? "" : person.Fields.Sex,
            Phone = random.NextDouble() switch { < 0.25 => "", < 0.27 => "956555" + random.Next(1000, 9999), _ => person.Fields.Phone },
            IdValue = random.NextDouble() switch { < 0.5 => "", < 0.51 => Misread(person.Fields.IdValue), _ => person.Fields.IdValue },
        };
        if (Chance(0.04))
        {
            record = record with { Address = "", City = "", Zip = "" };
        }

        if (Chance(0.04))
        {
            record = random.Next(3) switch
            {
                0 => record with { FirstName = Misread(record.FirstName) },
                1 => record with { LastName = Misread(record.LastName) },
                _ => record with { Address = Misread(record.Address) },
            };
        }

        return Chance(person.Origin == NameOrigin.Vietnamese ? 0.12 : 0.015) ? record with { LastName = record.FirstName, FirstName = record.LastName } : record;
    }

    private LinkFields WithNames(BorderPerson person)
    {
        var record = person.Fields with
        {
            FirstName = Replaced(person.Fields.FirstName, ShortForms, person.Origin == NameOrigin.English ? 0.08 : 0),
            LastName = Replaced(person.Fields.LastName, Spellings, person.Origin == NameOrigin.Arabic ? 0.3 : 0),
            MiddleName = Chance(0.5) ? "" : person.Fields.MiddleName,
        };
        record = person.Origin == NameOrigin.Arabic ? record with { FirstName = Replaced(record.FirstName, Spellings, 0.3) } : record;
        if (record.MiddleName.Length > 0 && Chance(0.12))
        {
            record = record with { FirstName = $"{record.FirstName} {record.MiddleName}", MiddleName = "" };
        }
        else if (record.MiddleName.Length > 0 && Chance(0.5))
        {
            record = record with { MiddleName = record.MiddleName[..1] };
        }

        return record.LastName.Split(' ') is [var first, var second]
            ? record with
            {
                LastName = random.NextDouble() switch { < 0.35 => first, < 0.4 => second, < 0.48 => $"{first}-{second}", _ => record.LastName },
            }
            : record;
    }

    private string Replaced(string name, (string From, string Into)[] table, double chance)
    {
        var others = table.Where(pair => pair.From == name).ToList();
        return others.Count > 0 && Chance(chance) ? others[random.Next(others.Count)].Into : name;
    }

    /// <summary>As a machine reads the scanned text; as it is where nothing in it is easily mistaken.</summary>
    private string Misread(string text)
    {
        var (read, meant) = Misreadings[random.Next(Misreadings.Length)];
        return text.Contains(meant, StringComparison.Ordinal) ? text.Replace(meant, read, StringComparison.Ordinal) : text;
    }

    private int TwoDigitsOff(int birthDate) => birthDate + random.Next(1, 5) * 10_000 + (birthDate % 100 < 20 ? 3 : -3);

    private bool Chance(double share) => random.NextDouble() < share;
}
