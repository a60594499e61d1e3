namespace PdmpAnalytics.Lookup;

/// <summary>What a programme decides about look-ups: section <c>Lookup</c> of the settings.</summary>
public sealed record LookupOptions
{
    /// <summary>Two letters of the state whose programme this is; empty: of every state that dispensed to the patient.</summary>
    public string State { get; init; } = "";

    /// <summary>Days of fills that a report shows, 1 to 1825 (states show one to five years: domain reference 5.3). Our choice, 2026-11-22.</summary>
    public int RangeDays { get; init; } = 730;

    /// <summary>Days after it last held for which a pattern is told at the counter. Our choice, 2026-11-22: what the rules call recent, 183 days.</summary>
    public int AlertDays { get; init; } = 183;

    /// <summary>Miles within which a late pharmacy concerns a patient. Our choice, 2026-11-22.</summary>
    public double NearMiles { get; init; } = 25;

    /// <summary>Business days after which a pharmacy is late (domain reference 1.8: states ask for the next business day).</summary>
    public int LateAfterDays { get; init; } = 1;

    /// <summary>Roles that may see records of opioid treatment programs (42 CFR Part 2).</summary>
    public IReadOnlyList<string> TreatmentProgramRoles { get; init; } = [];

    /// <summary>How long names, places and thresholds that answers are made with may be out of date. Our choice, 2026-11-22.</summary>
    public TimeSpan KnowledgeServes { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>When a query is worth an auditor's look.</summary>
    public Oversight.AccessOptions Access { get; init; } = new();

    /// <summary>The programme's analysts see pharmacists' resolution notes beside an alert. Off: the counter's notes stay at the counter.</summary>
    public bool AnalystsSeeResolutions { get; init; }
}
