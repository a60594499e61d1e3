namespace PdmpAnalytics.Lookup.Disclosure;

/// <summary>What somebody may look a patient up for (domain reference 5.3). Asked every time.</summary>
public enum QueryPurpose : byte
{
    /// <summary>Deciding about this patient's treatment.</summary>
    Treatment = 1,

    /// <summary>Deciding whether to dispense.</summary>
    Dispensing = 2,

    /// <summary>Checking the programme's own data.</summary>
    Audit = 3,

    /// <summary>An authorised investigation with a case number.</summary>
    Investigation = 4,
}

/// <summary>Who asks, for whom, from where and why; kept with every query. Never a patient's particulars.</summary>
public sealed record Inquiry
{
    /// <summary>Account or key that is answerable.</summary>
    public required string Account { get; init; }

    /// <summary>Role the account acts in, e.g. <c>pharmacist</c>.</summary>
    public required string Role { get; init; }
    public required QueryPurpose Purpose { get; init; }

    /// <summary>The account that a delegate asks for, or the practitioner (NPI or DEA number) that a system names by FHIR; empty for somebody who asks for themselves.</summary>
    public string Supervisor { get; init; } = "";

    /// <summary>DEA number or NPI of the place that asks; empty when not known.</summary>
    public string Facility { get; init; } = "";

    /// <summary>What the question came through: <c>cli</c>, <c>web</c>, <c>api</c>, <c>fhir</c>.</summary>
    public string Application { get; init; } = "";

    /// <summary>Network address of the client; empty when there is none.</summary>
    public string ClientAddress { get; init; } = "";

    /// <summary>Reason given for opening what would have stayed closed, in the asker's words; empty when nothing was overridden.</summary>
    public string Override { get; init; } = "";

    /// <summary>What kind of emergency the reason states; asked for with <see cref="Override"/>.</summary>
    public EmergencyKind? Emergency { get; init; }

    /// <summary>May see records of opioid treatment programs (42 CFR Part 2).</summary>
    public bool SeesTreatmentPrograms { get; init; }
}
