using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Evaluation;

/// <summary>A fill of a truth folder as the published definitions and the hardness check read it: numbers only.</summary>
/// <param name="Day"><see cref="DateOnly.DayNumber"/> of the fill date.</param>
/// <param name="Prescriber">Number of the prescriber (NPI, else DEA with suffix) within the folder.</param>
/// <param name="Site">Number of the prescriber's address within the folder; that of the prescriber where none is reported.</param>
/// <param name="Dispenser">Number of the dispenser within the folder.</param>
/// <param name="DailyMg">mg of the ingredient a day; 0 unknown.</param>
public readonly record struct TruthFill(
    int Day,
    int DaysSupply,
    int Prescriber,
    int Site,
    int Dispenser,
    DrugClass Class,
    int Ingredient,
    double DailyMg,
    PaymentType Payment,
    int Form,
    int PatientZip,
    int DispenserZip,
    int PrescriberZip,
    bool SoundDea,
    int FillNumber)
{
    /// <summary>First day not covered any more; supplies are capped to 180 days (domain reference 6.0.2).</summary>
    public int EndDay => Day + Math.Clamp(DaysSupply, 1, 180);
}

/// <summary>One true person of a truth folder.</summary>
/// <param name="Fills">By day.</param>
public sealed record TruthPatient(string Id, bool Misuse, string Archetype, IReadOnlyList<TruthFill> Fills);
