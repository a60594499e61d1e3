using System.Globalization;
using PdmpAnalytics.Evaluation;
using PdmpAnalytics.Patients.Comparing;
using PdmpAnalytics.Synthetic;

namespace PdmpAnalytics.TestKit.Linkage;

/// <summary>
/// Invented families that share what families share, each person with one to four records that differ by honest errors: couples,
/// children, twins (in a fifth of families with children, a third of them with look-alike names), father and son of one name (in an
/// eighth; the suffix is stated three times in five), grandparents, people who move and daughters who marry. Shares are far above
/// life's, because these are the people that linkage mistakes for each other: our choice, 2026-11-22. <see cref="FamilyOddities"/> adds
/// double given names, newborns without a name and other documents.
/// </summary>
/// <param name="plain">Without oddities: some of those only an id tells apart, which not every collection has.</param>
public sealed class InventedFamilies(long seed, bool plain = false)
{
    /// <summary>Far from any seed in use, so that oddities draw nothing that the families draw.</summary>
    private const long OtherStream = 1_000_003;

    /// <summary>Day that the collection is about; ages count to it.</summary>
    private static readonly DateOnly Today = new(2026, 1, 1);

    /// <summary>Real names for two people that look like one name.</summary>
    private static readonly (bool Female, string A, string B)[] LookAlikes =
    [
        (true, "ALICE", "ALICIA"), (true, "MARIA", "MARIAH"), (true, "HAILEY", "HALEY"), (true, "JADA", "JADE"), (true, "KAYLEE", "KYLEE"),
        (true, "ANNETTE", "ANNE"), (true, "LENA", "LEAH"), (true, "JULIANA", "JULIA"), (false, "JAYDEN", "KAYDEN"), (false, "BRADEN", "BRADY"),
        (false, "DEVIN", "DEVON"), (false, "JARED", "JAROD"), (false, "CALVIN", "KELVIN"), (false, "CONNOR", "CONNER"), (false, "DARREN", "DARIN"),
    ];

    private readonly NameStock _names = new();
    private readonly Place[] _places = Place.LoadAll();

    /// <summary>Records of some families, family by family; the same seed gives the same records.</summary>
    public IEnumerable<LabelledRecord> Records(int families)
    {
        for (var family = 0; family < families; family++)
        {
            var random = new RandomStream(seed, family);
            var oddities = new FamilyOddities(new RandomStream(seed + OtherStream, family), _names);
            var member = 0;
            foreach (var person in plain ? Family(random) : oddities.Of(Family(random)))
            {
                var entity = string.Create(CultureInfo.InvariantCulture, $"F{family}-{member++}");
                var typed = new RecordTypist(random, _names, _places).Records(person);
                foreach (var record in plain ? typed : oddities.Records(person, typed, Today.AddYears(-1)).Distinct())
                {
                    yield return new LabelledRecord(entity, record);
                }
            }
        }
    }

    private IEnumerable<FamilyMember> Family(RandomStream random)
    {
        var place = random.Pick(_places);
        var home = new FamilyHome(PersonBuilder.DrawAddress(_names, random, place), place, RecordTypist.Phone(random, place));
        var last = _names.Surname(random);
        var father = Member(random, home, last, female: false, Today.Year - random.Between(30, 75));
        yield return father;
        if (random.Chance(0.8))
        {
            yield return Member(random, home, random.Chance(0.85) ? last : _names.Surname(random), female: true, father.Fields.BirthDate / 10_000 + random.Between(-6, 6));
        }

        if (random.Chance(0.1))
        {
            yield return Member(random, home, last, random.Chance(0.6), father.Fields.BirthDate / 10_000 - random.Between(20, 32));
        }

        foreach (var child in Children(random, home, last, father))
        {
            yield return child;
        }
    }

    private IEnumerable<FamilyMember> Children(RandomStream random, FamilyHome home, string last, FamilyMember father)
    {
        // Nobody gives two living children one name; only one son has his father's.
        var taken = new HashSet<string> { father.Fields.FirstName };
        var fatherBorn = father.Fields.BirthDate / 10_000;
        for (var children = random.Below(4); children > 0; children--)
        {
            var female = random.Chance(0.5);
            var child = Sibling(random, home, last, female, Math.Min(fatherBorn + random.Between(18, 38), Today.Year - 1), taken);
            if (!female && !taken.Contains("JR") && random.Chance(0.25))
            {
                taken.Add("JR");
                child = child with
                {
                    Given = father.Given,
                    Fields = child.Fields with { FirstName = father.Fields.FirstName, MiddleName = father.Fields.MiddleName, Suffix = random.Chance(0.6) ? "JR" : "" },
                };
            }

            if (random.Chance(0.12))
            {
                (child, var twin) = Twins(random, child, taken);
                yield return twin;
            }

            yield return child;
        }
    }

    private FamilyMember Sibling(RandomStream random, FamilyHome home, string last, bool female, int birthYear, HashSet<string> taken)
    {
        var child = Member(random, home, last, female, birthYear);
        while (taken.Any(name => AreFormsOfOneName(name, child.Fields.FirstName)))
        {
            child = Member(random, home, last, random.Chance(0.5), birthYear);
        }

        taken.Add(child.Fields.FirstName);
        return child;
    }

    private (FamilyMember, FamilyMember) Twins(RandomStream random, FamilyMember child, HashSet<string> taken)
    {
        var (female, a, b) = random.Pick(LookAlikes);
        if (random.Chance(1 / 3.0) && taken.Add(a) && taken.Add(b))
        {
            var one = child with { Female = female, Given = new GivenName(a, ""), Fields = child.Fields with { FirstName = a, Sex = female ? "F" : "M", Suffix = "" } };
            return (one, one with { Given = new GivenName(b, ""), Fields = one.Fields with { FirstName = b, MiddleName = Middle(random), IdValue = "" } });
        }

        var twin = Sibling(random, child.Home, child.Fields.LastName, random.Chance(0.5), 2000, taken);
        return (child, twin with { Fields = twin.Fields with { BirthDate = child.Fields.BirthDate } });
    }

    /// <summary>Parents do not call twins KATHERINE and KATE.</summary>
    private static bool AreFormsOfOneName(string a, string b) =>
        a == b || Nicknames.NamesOf(a).Append(a).Intersect(Nicknames.NamesOf(b).Append(b)).Any();

    private FamilyMember Member(RandomStream random, FamilyHome home, string last, bool female, int birthYear)
    {
        var given = _names.Given(random, female, birthYear);
        return new FamilyMember(female, given, home, new LinkFields
        {
            LastName = last,
            FirstName = given.Full,
            MiddleName = Middle(random),
            BirthDate = LinkFields.Digits(new DateOnly(Math.Min(birthYear, Today.Year - 1), 1, 1).AddDays(random.Below(365))),
            Sex = female ? "F" : "M",
            Address = home.Address,
            City = home.Place.City,
            State = home.Place.State,
            Zip = home.Place.Zip,
            Phone = random.Chance(0.4) ? home.Phone : RecordTypist.Phone(random, home.Place),
            IdQualifier = 6,
            IdValue = Today.Year - birthYear > 16 && random.Chance(0.85) ? InventedNumbers.Digits(random, 9) : "",
        });
    }

    private static string Middle(RandomStream random) => random.Chance(0.8) ? ((char)('A' + random.Below(23))).ToString() : "";
}
