using System.Globalization;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Synthetic;

/// <summary>Draws people and the households they live in. Rates per two years are our choice, 2026-11-22 (README).</summary>
internal sealed class PersonBuilder(World world, DateOnly start, int days)
{
    private const double SharedHouseholdShare = 0.12;
    private readonly double[] _settlement = Settle(world.Places);
    private InventedPerson? _previous;

    /// <summary>How far people drive for an errand, in the sense of <see cref="World.DispenserNear"/>.</summary>
    public static int ShoppingMiles(Place place) => place.Setting switch
    {
        Setting.Urban => 2,
        Setting.Suburban => 3,
        Setting.Rural => 8,
    };

    public static string DrawAddress(NameStock names, RandomStream random, Place place)
    {
        var street = names.Street(random, place.Setting == Setting.Rural);
        var flat = place.Setting == Setting.Urban ? 0.45 : place.Setting == Setting.Suburban ? 0.25 : 0.05;
        return random.Chance(flat)
            ? string.Create(CultureInfo.InvariantCulture, $"{street} APT {random.Between(1, 40)}")
            : street;
    }

    /// <summary>The next person, now and then of the same household as the one before.</summary>
    public InventedPerson Draw(RandomStream random, int youngest, int oldest)
    {
        var relative = _previous is { } other && random.Chance(SharedHouseholdShare) ? Relative(random, other) : null;
        var person = relative is not null && AgeOf(relative) is var age && age >= youngest && age <= oldest
            ? relative
            : Stranger(random, youngest, oldest);
        Coverage(random, person);
        Habits(random, person);
        Changes(random, person);
        _previous = person;
        return person;
    }

    /// <summary>Years on the first day.</summary>
    private int AgeOf(InventedPerson person) => (int)((start.DayNumber - person.Born.DayNumber) / 365.25);

    private static double[] Settle(Place[] places)
    {
        var total = 0.0;
        return [.. places.Select(p => total += p.Weight)];
    }

    private InventedPerson Stranger(RandomStream random, int youngest, int oldest)
    {
        var born = start.AddDays(-random.Between(youngest * 365 + 10, oldest * 365 + 364));
        var female = random.Chance(0.56);
        var place = world.Places[random.Weighted(_settlement)];
        var person = New(random, female, born, world.Names.Given(random, female, born.Year), random.Chance(0.01) ? "JR" : "");
        person.Statuses.Add(new CivilStatus(int.MinValue, world.Names.Surname(random), DrawAddress(world.Names, random, place), place,
            InventedNumbers.Phone(random, place.AreaCode)));
        person.Counters.Add((int.MinValue, world.DispenserNear(random, place, ShoppingMiles(place))));
        return person;
    }

    /// <summary>Spouse, child or parent, twin, housemate; fathers and sons may share the whole name.</summary>
    private InventedPerson Relative(RandomStream random, InventedPerson other)
    {
        var kind = random.Unit();
        var status = other.Statuses[0];
        InventedPerson person;
        if (kind < 0.05)
        {
            var given = world.Names.Given(random, other.Female, other.Born.Year);
            person = New(random, other.Female, other.Born, given, "");
        }
        else if (kind < 0.32)
        {
            var years = random.Between(19, 38) * (AgeOf(other) > 45 ? 1 : -1);
            var born = other.Born.AddDays(years * 365 + random.Below(365));
            var female = random.Chance(0.5);
            var namesake = !female && !other.Female && random.Chance(0.3);
            person = New(random, female, born, namesake ? other.Given : world.Names.Given(random, female, born.Year),
                namesake && random.Chance(0.6) ? (years > 0 ? "JR" : "SR") : "");
        }
        else
        {
            var born = other.Born.AddDays((int)random.Normal(0, 1500));
            var female = kind < 0.9 ? !other.Female : random.Chance(0.5);
            person = New(random, female, born, world.Names.Given(random, female, born.Year), "");
        }

        // Housemates and some couples keep their own surname.
        var surname = kind > 0.9 || (kind > 0.32 && random.Chance(0.15)) ? world.Names.Surname(random) : status.LastName;
        person.Statuses.Add(status with
        {
            LastName = surname,
            Phone = random.Chance(0.4) ? status.Phone : InventedNumbers.Phone(random, status.Home.AreaCode),
        });
        person.Counters.Add((int.MinValue, random.Chance(0.7)
            ? other.Counters[0].Dispenser
            : world.DispenserNear(random, status.Home, ShoppingMiles(status.Home))));
        return person;
    }

    private static InventedPerson New(RandomStream random, bool female, DateOnly born, GivenName given, string suffix) => new()
    {
        Female = female,
        Born = born,
        Given = given,
        Middle = random.Chance(0.8) ? ((char)('A' + random.Below(23))).ToString() : "",
        Suffix = suffix,
        Licence = random.Chance(0.9) ? InventedNumbers.Digits(random, 9) : "",
    };

    private void Coverage(RandomStream random, InventedPerson person)
    {
        PaymentType Draw() => AgeOf(person) >= 65
            ? random.Chance(0.9) ? PaymentType.Medicare : PaymentType.CommercialInsurance
            : random.Unit() switch
            {
                < 0.52 => PaymentType.CommercialInsurance,
                < 0.76 => PaymentType.Medicaid,
                < 0.84 => PaymentType.Medicare,
                < 0.88 => PaymentType.Military,
                < 0.89 => PaymentType.Other,
                _ => PaymentType.PrivatePay,
            };
        person.Payers.Add((int.MinValue, Draw()));
        for (var changes = random.Poisson(0.2); changes > 0; changes--)
        {
            person.Payers.Add((random.Below(days), Draw()));
        }

        person.Payers.Sort((a, b) => a.FromDay.CompareTo(b.FromDay));
        person.PrivateShare = random.Chance(0.12) ? random.Between(0.2, 0.9) : random.Chance(0.4) ? random.Between(0.03, 0.15) : 0.015;
    }

    private static void Habits(RandomStream random, InventedPerson person)
    {
        person.Lateness = random.Normal(1.3, 1.6);
        person.Wandering = random.Chance(0.15) ? random.Between(0.08, 0.3) : random.Between(0, 0.05);
    }

    private void Changes(RandomStream random, InventedPerson person)
    {
        var home = person.Statuses[0].Home;
        if (random.Chance(0.10))
        {
            var day = random.Below(days);
            var near = random.Chance(0.7);
            var place = near ? home : world.Places[random.Weighted(_settlement)];
            if (near)
            {
                person.Statuses.Add(person.Statuses[^1] with { FromDay = day, Address = DrawAddress(world.Names, random, place) });
            }
            else
            {
                person.MoveTo(world, random, day, place);
            }
        }

        if (person.Female && random.Chance(0.025))
        {
            var last = person.Statuses[^1];
            person.Statuses.Add(last with
            {
                FromDay = Math.Max(last.FromDay, 0) + random.Below(days / 2),
                LastName = random.Chance(0.12) ? $"{last.LastName}-{world.Names.Surname(random)}" : world.Names.Surname(random),
            });
        }

        if (random.Chance(0.1))
        {
            var last = person.Statuses[^1];
            person.Statuses.Add(last with
            {
                FromDay = Math.Max(last.FromDay, 0) + random.Below(days / 2),
                Phone = InventedNumbers.Phone(random, last.Home.AreaCode),
            });
        }

        if (random.Chance(0.14))
        {
            var place = person.Statuses[^1].Home;
            person.Counters.Add((Math.Max(person.Counters[^1].FromDay, 0) + random.Below(days), world.DispenserNear(random, place, 2 * ShoppingMiles(place))));
        }
    }
}
