namespace PdmpAnalytics.Lookup.Disclosure;

/// <summary>What kind of emergency closed records are opened for (42 CFR 2.51: prior consent cannot be obtained; our list, 2026-11-22).</summary>
public enum EmergencyKind : byte
{
    /// <summary>The patient cannot answer.</summary>
    Unresponsive = 1,

    /// <summary>An overdose or poisoning is suspected.</summary>
    Overdose = 2,

    /// <summary>A reaction or interaction endangers the patient.</summary>
    Reaction = 3,

    /// <summary>The patient is in withdrawal and cannot consent.</summary>
    Withdrawal = 4,

    /// <summary>A declared disaster has closed the program (42 CFR 2.51(a)(2)).</summary>
    ProgramClosed = 5,

    /// <summary>None of these: the text says what.</summary>
    Other = 6,
}
