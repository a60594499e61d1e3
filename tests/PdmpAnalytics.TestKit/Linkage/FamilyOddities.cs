using PdmpAnalytics.Patients.Comparing;
using PdmpAnalytics.Synthetic;

namespace PdmpAnalytics.TestKit.Linkage;

/// <summary>
/// What some of the <see cref="InventedFamilies"/> have besides, from a random stream of its own: a twentieth of people have a double given
/// name, which counters write whole, in part or as a middle name; a fifth of twins share the first half of one (MARIA ELENA, MARIA LUISA),
/// a tenth have forms of one name and each an id that every counter asks for (JON, JONATHAN); half of the newborns have a record from before
/// they were named; one person in fifty shows another document at one counter. Our choice, 2026-11-22.
/// </summary>
internal sealed class FamilyOddities(RandomStream random, NameStock names)
{
    private static readonly (bool Female, string First, string A, string B)[] Halves =
    [
        (true, "MARIA", "ELENA", "LUISA"), (true, "ANN", "LOUISE", "MARIE"), (true, "THI", "LAN", "HOA"),
        (false, "JOSE", "LUIS", "MANUEL"), (false, "MOHAMED", "ALI", "HASSAN"), (false, "JEAN", "PAUL", "PIERRE"),
    ];

    private static readonly (bool Female, string A, string B)[] Forms =
        [(false, "JON", "JONATHAN"), (false, "JAMES", "JAMIE"), (true, "KATE", "KATHERINE"), (true, "LIZ", "ELIZABETH")];

    private readonly HashSet<string> _alwaysWithId = [];
    private readonly HashSet<string> _twins = [];

    /// <summary>The same people, some of them with other names.</summary>
    public List<FamilyMember> Of(IEnumerable<FamilyMember> family)
    {
        var members = family.ToList();
        for (var i = 1; i < members.Count; i++)
        {
            if (members[i].Fields.BirthDate == members[i - 1].Fields.BirthDate)
            {
                (members[i - 1], members[i]) = Twins(members[i - 1], members[i]);
            }
        }

        var first = members.Select(m => m.Fields.FirstName).ToHashSet();
        return [.. members.Select(member => DoubleName(member) is var called && first.Any(name => called.Fields.FirstName.EndsWith(' ' + name, StringComparison.Ordinal)) ? member : called)];
    }

    /// <summary>A person's records as the counters have them in the end.</summary>
    /// <param name="born">The first day that counts as newborn.</param>
    public IEnumerable<LinkFields> Records(FamilyMember person, IReadOnlyList<LinkFields> typed, DateOnly born)
    {
        var other = typed.Count > 1 && random.Chance(0.02) ? random.Below(typed.Count) : -1;
        for (var i = 0; i < typed.Count; i++)
        {
            var record = Written(person, typed[i]);
            yield return i == other && record.IdValue.Length > 0 ? record with { IdValue = InventedNumbers.Digits(random, 9) } : record;
        }

        if (person.Fields.BirthDate >= LinkFields.Digits(born) && random.Chance(0.5))
        {
            yield return person.Fields with { FirstName = person.Female ? "BABY GIRL" : "BABY BOY", MiddleName = "", IdValue = "" };
        }
    }

    private LinkFields Written(FamilyMember person, LinkFields record)
    {
        if (_alwaysWithId.Contains(person.Fields.IdValue))
        {
            return record with { IdValue = person.Fields.IdValue };
        }

        var halves = record.FirstName.Split(' ');
        if (halves.Length != 2 || record.FirstName != person.Fields.FirstName)
        {
            return record;
        }

        return random.Unit() switch
        {
            < 0.25 => record with { FirstName = halves[0], MiddleName = halves[1] },
            < 0.4 when !_twins.Contains(person.Fields.FirstName) => record with { FirstName = halves[0] },
            _ => record,
        };
    }

    private (FamilyMember, FamilyMember) Twins(FamilyMember one, FamilyMember other)
    {
        var chance = random.Unit();
        if (chance < 0.2)
        {
            var (female, first, a, b) = random.Pick(Halves);
            _twins.Add($"{first} {a}");
            _twins.Add($"{first} {b}");
            return (Called(one, female, $"{first} {a}"), Called(other, female, $"{first} {b}"));
        }

        if (chance < 0.3)
        {
            var (female, a, b) = random.Pick(Forms);
            return (WithId(Called(one, female, a)), WithId(Called(other, female, b)));
        }

        return (one, other);
    }

    private FamilyMember DoubleName(FamilyMember person) =>
        random.Chance(0.05) && !person.Fields.FirstName.Contains(' ', StringComparison.Ordinal) && !_alwaysWithId.Contains(person.Fields.IdValue)
            ? Called(person, person.Female, $"{person.Fields.FirstName} {names.Given(random, person.Female, person.Fields.BirthDate / 10_000).Full}")
            : person;

    /// <summary>Nobody of a double name bears a middle name besides.</summary>
    private static FamilyMember Called(FamilyMember person, bool female, string name) => person with
    {
        Female = female,
        Given = new GivenName(name, ""),
        Fields = person.Fields with { FirstName = name, MiddleName = "", Sex = female ? "F" : "M", Suffix = "" },
    };

    private FamilyMember WithId(FamilyMember person)
    {
        var id = InventedNumbers.Digits(random, 9);
        _alwaysWithId.Add(id);
        return person with { Fields = person.Fields with { IdValue = id } };
    }
}
