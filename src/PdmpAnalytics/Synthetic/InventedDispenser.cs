namespace PdmpAnalytics.Synthetic;

/// <summary>What a dispenser is (PHA14 and PHA15 decide the codes reported).</summary>
internal enum DispenserKind
{
    Independent,
    Chain,
    MailOrder,
    LongTermCare,
    Hospital,
    Veterinary,
}

/// <summary>
/// An invented pharmacy with its software's habits: which optional fields it sends is a property of the pharmacy, never of
/// the patient who stands at its counter.
/// </summary>
internal sealed class InventedDispenser
{
    public required int Index { get; init; }
    public required DispenserKind Kind { get; init; }
    public required Place Place { get; init; }
    public required string Dea { get; init; }
    public required string Npi { get; init; }
    public required string Ncpdp { get; init; }
    public required string Name { get; init; }

    /// <summary>Store number of a chain; empty for an independent.</summary>
    public required string ChainSite { get; init; }

    /// <summary>Share of the trade: draws are in proportion.</summary>
    public required double Weight { get; init; }
    public required SoftwareHabits Software { get; init; }

    /// <summary>First prescription number of the population's first day.</summary>
    public required int FirstRxNumber { get; init; }

    public string TypeCode => Kind switch
    {
        DispenserKind.Independent => "01",
        DispenserKind.Chain or DispenserKind.MailOrder => "02",
        DispenserKind.LongTermCare => "03",
        DispenserKind.Hospital => "04",
        DispenserKind.Veterinary => "07",
    };

    /// <summary>The manufacturer's code on this pharmacy's shelf; wholesalers change about once a year.</summary>
    public string Ndc(Medicine medicine, int day)
    {
        var habit = (ulong)(Index + 1) * 1_000_003UL + (ulong)medicine.Index * 7919UL;
        var season = (ulong)(day + 10_000 + (int)(RandomStream.Mix(habit) % 365)) / 365;
        return medicine.Ndcs[(int)(RandomStream.Mix(habit + season * 104_729UL) % (ulong)medicine.Ndcs.Length)];
    }
}

/// <summary>Which optional fields a pharmacy's software fills in. A chain has one software in all its stores.</summary>
internal sealed record SoftwareHabits
{
    public required bool Sold { get; init; }
    public required bool PatientId { get; init; }
    public required bool MiddleName { get; init; }
    public required bool Diagnosis { get; init; }
    public required bool Treatment { get; init; }
    public required bool PrescriberAddress { get; init; }
    public required bool PrescriberNpi { get; init; }
    public required bool Form { get; init; }
    public required bool Discount { get; init; }
    public required bool Location { get; init; }
    public required bool Payment { get; init; }
    public required bool DispenserType { get; init; }

    public static SoftwareHabits Draw(RandomStream random) => new()
    {
        Sold = random.Chance(0.7),
        PatientId = random.Chance(0.45),
        MiddleName = random.Chance(0.6),
        Diagnosis = random.Chance(0.5),
        Treatment = random.Chance(0.4),
        PrescriberAddress = random.Chance(0.9),
        PrescriberNpi = random.Chance(0.93),
        Form = random.Chance(0.9),
        Discount = random.Chance(0.4),
        Location = random.Chance(0.5),
        Payment = random.Chance(0.96),
        DispenserType = random.Chance(0.85),
    };
}
