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
    /// <summary>Role of a program whose key asks without naming a person.</summary>
    public const string ProgramRole = "pharmacy-system";

    /// <summary>Account or key that is answerable.</summary>
    public required string Account { get; init; }

    /// <summary>Role the account acts in, e.g. <c>pharmacist</c>.</summary>
    public required string Role { get; init; }
    public required QueryPurpose Purpose { get; init; }

    /// <summary>The person who asks, where a program's key is the account: the program's own name for them; empty when it does not say.</summary>
    public string User { get; init; } = "";

    /// <summary>NPI, DEA number or state licence of the person who asks; empty when not known.</summary>
    public string Licence { get; init; } = "";

    /// <summary>The account that a delegate asks for; empty for somebody who asks for themselves.</summary>
    public string Supervisor { get; init; } = "";

    /// <summary>Number of the case that an investigation belongs to; empty for every other purpose.</summary>
    public string CaseNumber { get; init; } = "";

    /// <summary>DEA number or NPI of the place that asks; empty when not known.</summary>
    public string Facility { get; init; } = "";

    /// <summary>What the question came through: <c>cli</c>, <c>web</c>, <c>api</c>, <c>fhir</c>.</summary>
    public string Application { get; init; } = "";

    /// <summary>Network address of the client; empty when there is none.</summary>
    public string ClientAddress { get; init; } = "";

    /// <summary>Reason given for opening what would have stayed closed, in the asker's words; empty when nothing was overridden.</summary>
    public string Override { get; init; } = "";

    /// <summary>Whoever asks, as one: the account, and behind a slash the person whom a program names.</summary>
    public string Asker => AskerOf(Account, User);

    /// <summary>The person whom a program names, for the detail of an audit event; empty without one.</summary>
    public string UserDetail => User.Length == 0 ? "" : $";user={User}";

    /// <inheritdoc cref="Asker"/>
    internal static string AskerOf(string account, string user) => user.Length == 0 ? account : $"{account}/{user}";

    /// <summary>What kind of emergency the reason states; asked for with <see cref="Override"/>.</summary>
    public EmergencyKind? Emergency { get; init; }

    /// <summary>May see records of opioid treatment programs (42 CFR Part 2).</summary>
    public bool SeesTreatmentPrograms { get; init; }
}
