namespace PdmpAnalytics.Synthetic;

/// <summary>A stretch of treatment with one medicine from one practice, and how the patient keeps to it.</summary>
internal sealed record Course
{
    public required Regimen Regimen { get; init; }
    public required InventedPractice Practice { get; init; }

    /// <summary>The one who usually writes; null draws anew for every order (rotating prescribers).</summary>
    public InventedPrescriber? Prescriber { get; init; }

    /// <summary>First fill, counted from the population's first day; may lie before it.</summary>
    public required int From { get; init; }

    /// <summary>No fill after this day.</summary>
    public required int To { get; init; }

    /// <summary>Days of a supply; null is the prescriber's habit.</summary>
    public int? SupplyDays { get; init; }

    /// <summary>Refills of an order; null is the prescriber's habit.</summary>
    public int? Refills { get; init; }

    /// <summary>Where it is filled; null is the person's usual counter, with the person's wandering.</summary>
    public Func<int, InventedDispenser>? Dispenser { get; init; }

    /// <summary>Days before running out at which the next fill is sought; null is the person's habit, on time or late.</summary>
    public Func<double>? DaysEarly { get; init; }

    /// <summary>True where what is left over is kept and used: the next fill waits for it.</summary>
    public bool KeepsLedger { get; init; } = true;

    /// <summary>Share of fills paid privately; null is the person's habit.</summary>
    public double? PrivateShare { get; init; }

    /// <summary>Share of orders that a colleague of the house writes.</summary>
    public double CoverShare { get; init; } = 0.06;

    /// <summary>Most specific diagnosis; null is what the class is usually given for.</summary>
    public string? Diagnosis { get; init; }
    public string? Treatment { get; init; }
    public int? Form { get; init; }
    public (string Npi, string Dea)? Forged { get; init; }
    public int Alias { get; init; }
    public bool Animal { get; init; }
}
