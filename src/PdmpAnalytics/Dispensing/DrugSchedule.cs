namespace PdmpAnalytics.Dispensing;

/// <summary>Federal schedule of a drug (21 CFR 1308).</summary>
public enum DrugSchedule : byte
{
    /// <summary>Not a federally controlled drug.</summary>
    None = 0,
    II = 2,
    III = 3,
    IV = 4,
    V = 5,
}
