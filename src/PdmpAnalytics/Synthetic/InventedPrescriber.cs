namespace PdmpAnalytics.Synthetic;

/// <summary>An invented prescriber with the habits that show in every prescription: supply, refills, form.</summary>
internal sealed class InventedPrescriber
{
    public required int Index { get; init; }
    public required string Npi { get; init; }
    public required string Dea { get; init; }

    /// <summary>DEA suffix of a resident writing under the hospital's number; empty otherwise.</summary>
    public required string DeaSuffix { get; init; }
    public required string LastName { get; init; }
    public required string FirstName { get; init; }
    public required double Weight { get; init; }

    /// <summary>Days of an ordinary supply.</summary>
    public required int SupplyDays { get; init; }

    /// <summary>Refills on an ordinary prescription of a drug that allows them.</summary>
    public required int Refills { get; init; }

    /// <summary>How prescriptions usually leave the office (DSP12).</summary>
    public required int Form { get; init; }

    /// <summary>Share of prescriptions with a diagnosis code.</summary>
    public required double DiagnosisShare { get; init; }

    /// <summary>Mean days between writing and the first fill: post-dated habits, patients who wait.</summary>
    public required double WrittenLag { get; init; }

    public int SupplyFor(RandomStream random) => random.Chance(0.85) ? SupplyDays : random.Pick([30, 30, 28, 30, 15, 90, 14, 20]);

    public int RefillsFor(RandomStream random) => random.Chance(0.8) ? Refills : random.Pick([0, 0, 1, 2, 3, 5]);

    public int FormFor(RandomStream random) => random.Chance(0.93) ? Form : random.Pick([5, 5, 1, 2, 4]);
}
