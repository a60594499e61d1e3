using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Synthetic;

/// <summary>Name and address as they are from a day on, until the next change.</summary>
internal sealed record CivilStatus(int FromDay, string LastName, string Address, Place Home, string Phone);

/// <summary>An invented patient: who he is, where he lives, who pays and which counter he usually stands at, day by day.</summary>
internal sealed class InventedPerson
{
    public required bool Female { get; init; }
    public required DateOnly Born { get; init; }
    public required GivenName Given { get; init; }

    /// <summary>Initial; empty without a middle name.</summary>
    public required string Middle { get; init; }

    /// <summary>JR, SR, III or empty.</summary>
    public required string Suffix { get; init; }

    /// <summary>Driver licence number; empty for someone without.</summary>
    public required string Licence { get; init; }

    /// <summary>Oldest first; the first one holds since before the population begins.</summary>
    public List<CivilStatus> Statuses { get; } = [];

    /// <summary>Who pays from a day on, oldest first.</summary>
    public List<(int FromDay, PaymentType Payer)> Payers { get; } = [];

    /// <summary>The usual dispenser from a day on, oldest first.</summary>
    public List<(int FromDay, InventedDispenser Dispenser)> Counters { get; } = [];

    /// <summary>Share of insured fills paid privately all the same: deductibles, discount cards, forgotten cards.</summary>
    public double PrivateShare { get; set; }

    /// <summary>Mean days between running out and coming back.</summary>
    public double Lateness { get; set; }

    /// <summary>How often a fill happens at another counter than the usual one.</summary>
    public double Wandering { get; set; }

    /// <summary>PAT21 code of where the patient lives; 01 home.</summary>
    public string Location { get; set; } = "01";

    public CivilStatus StatusOn(int day)
    {
        var i = Statuses.Count - 1;
        while (i > 0 && Statuses[i].FromDay > day)
        {
            i--;
        }

        return Statuses[i];
    }

    public PaymentType PayerOn(int day)
    {
        var i = Payers.Count - 1;
        while (i > 0 && Payers[i].FromDay > day)
        {
            i--;
        }

        return Payers[i].Payer;
    }

    public InventedDispenser CounterOn(int day)
    {
        var i = Counters.Count - 1;
        while (i > 0 && Counters[i].FromDay > day)
        {
            i--;
        }

        return Counters[i].Dispenser;
    }

    /// <summary>Moves house: new address and telephone perhaps, and a new usual counter near by.</summary>
    public void MoveTo(World world, RandomStream random, int day, Place place)
    {
        var before = Statuses[^1];
        day = Math.Max(day, before.FromDay);
        Statuses.Add(before with
        {
            FromDay = day,
            Address = PersonBuilder.DrawAddress(world.Names, random, place),
            Home = place,
            Phone = random.Chance(0.2) ? InventedNumbers.Phone(random, place.AreaCode) : before.Phone,
        });
        Counters.Add((Math.Max(day, Counters[^1].FromDay), world.DispenserNear(random, place, PersonBuilder.ShoppingMiles(place))));
    }
}
