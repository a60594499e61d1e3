using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Synthetic;

/// <summary>One written order as one pharmacy keeps it; its fills share a number.</summary>
internal sealed class Prescription
{
    public required InventedPrescriber Prescriber { get; init; }
    public required InventedPractice Practice { get; init; }
    public required InventedDispenser Dispenser { get; init; }
    public required Medicine Medicine { get; init; }

    /// <summary>Days are counted from the population's first day; earlier ones are negative.</summary>
    public required int WrittenDay { get; init; }
    public required double Quantity { get; init; }
    public required int SupplyDays { get; init; }
    public required int Refills { get; init; }

    /// <summary>DSP12.</summary>
    public required int Form { get; init; }

    /// <summary>ICD-10 as the prescriber wrote it; empty when he did not.</summary>
    public string Diagnosis { get; init; } = "";

    /// <summary>DSP24; empty when not an opioid or not stated.</summary>
    public string Treatment { get; init; } = "";

    /// <summary>What a forger put on the paper in place of the prescriber's numbers; null for a genuine order.</summary>
    public (string Npi, string Dea)? Forged { get; init; }

    /// <summary>Given by the dispenser at the first fill; 0 before.</summary>
    public int RxNumber { get; set; }
}

/// <summary>One fill of a prescription.</summary>
internal readonly record struct InventedFill
{
    public required Prescription Prescription { get; init; }
    public required int Day { get; init; }
    public required int FillNumber { get; init; }

    /// <summary>0 whole; 1 and 2 the parts of a fill the shelf could not serve at once.</summary>
    public int Part { get; init; }
    public required double Quantity { get; init; }
    public required int SupplyDays { get; init; }
    public required PaymentType Payment { get; init; }
    public bool DiscountCard { get; init; }

    /// <summary>Which of the person's identities stood at the counter; 0 the true one.</summary>
    public int Alias { get; init; }

    /// <summary>PAT20: an animal's medicine under its owner's name.</summary>
    public bool Animal { get; init; }
}
