using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Lookup.Reporting;

/// <summary>
/// What a pharmacist reads about one patient (domain reference 5.4; the JSON has these names in camelCase). No analyst's notes or
/// dispositions, nothing about other patients. Prints nothing personal.
/// </summary>
public sealed record PatientReport
{
    public required Guid ReportId { get; init; }
    public required DateTimeOffset GeneratedUtc { get; init; }

    /// <summary>The day judged from.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Pharmacies near the patient that are not late have spoken for every day up to this one; where all are late, the furthest of them has. Null when none has spoken at all.</summary>
    public required DateOnly? DataThrough { get; init; }

    /// <summary>False when the data stop more than the late limit before the day judged from, or a pharmacy that the patient uses is late: what was filled since is not known.</summary>
    public required bool IsCurrent { get; init; }
    public required ReportRequest Request { get; init; }
    public required IReadOnlyList<StateStatus> StateStatus { get; init; }

    /// <summary>One line: what stands out, or that nothing does.</summary>
    public required string Headline { get; init; }

    /// <summary>Three facts.</summary>
    public required IReadOnlyList<string> Facts { get; init; }
    public required ReportedPatient Patient { get; init; }
    public required ReportSummary Summary { get; init; }
    public required ProjectIndexScores Scores { get; init; }

    /// <summary>Most severe first.</summary>
    public required IReadOnlyList<CounterAlert> Alerts { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<ReportedPrescription> Prescriptions { get; init; }

    /// <summary>Runs of days in which two practices' supplies of one class overlapped, or an opioid and a benzodiazepine did; newest first.</summary>
    public required IReadOnlyList<ReportedOverlap> Overlaps { get; init; }

    /// <summary>Daily doses over <see cref="PatientReportBuilder.DoseDays"/>, oldest first; a day stands here when a dose changed on it.</summary>
    public required IReadOnlyList<DoseStep> Doses { get; init; }

    /// <summary>With distance, most fills first.</summary>
    public required IReadOnlyList<ReportedProvider> Prescribers { get; init; }

    /// <inheritdoc cref="Prescribers"/>
    public required IReadOnlyList<ReportedProvider> Pharmacies { get; init; }

    /// <summary>Pharmacies near the patient, or used by them, whose data are late: their newest fills may be missing.</summary>
    public required IReadOnlyList<LatePharmacy> LatePharmacies { get; init; }
    public required string Notice { get; init; }

    /// <summary>Daily doses over the whole history for the chart, summed when they are asked for: programs do not.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Lazy<IReadOnlyList<DoseCurve>> Curves { get; init; } = new(() => []);

    public override string ToString() => $"report {ReportId}";
}

/// <summary>What was asked.</summary>
/// <param name="RangeFrom">First day of fills that are shown.</param>
/// <param name="RangeTo">Last day, included.</param>
public sealed record ReportRequest(
    string LastName, string FirstName, DateOnly Dob, DateOnly RangeFrom, DateOnly RangeTo, IReadOnlyList<string> States)
{
    public override string ToString() => "a report's request";
}

/// <param name="Status">Complete, NoData, Disallowed, Error or Deferred; with a message where newer fills may be missing.</param>
public sealed record StateStatus(string State, string Status, string Message);

/// <summary>Who the report is about.</summary>
/// <param name="LinkConfidence">How surely the weakest of the linked records belongs, 0 to 1.</param>
public sealed record ReportedPatient(
    string Name, DateOnly Dob, string Sex, IReadOnlyList<ReportedAddress> Addresses, int LinkedRecords, double LinkConfidence)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public string Family { get; init; } = "";

    /// <summary>First name, then the middle name where one is known.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> Given { get; init; } = [];

    public override string ToString() => "a report's patient";
}

/// <param name="From">First fill that states it.</param>
/// <param name="To">Last fill that states it.</param>
public sealed record ReportedAddress(string Text, DateOnly From, DateOnly To)
{
    public override string ToString() => "an address";
}

/// <summary>Counts and doses. Milligrams a day, by the editions that the programme has chosen.</summary>
/// <param name="ActiveRx">Fills whose supply covers the day judged from.</param>
/// <param name="AvgLme30d">Mean over the last 30 days, days without supply included.</param>
/// <param name="OpioidBenzoOverlapDays90">Days of the last 90 on which an opioid and a benzodiazepine were covered.</param>
public sealed record ReportSummary(
    int Fills, int Prescribers, int Practices, int Pharmacies, DateOnly? FirstFill, DateOnly? LastFill, int ActiveRx, double ActiveMme,
    double ActiveLme, double AvgLme30d, double AvgLme90d, int OpioidBenzoOverlapDays90, int CashFills);

/// <summary>A pattern in words for the counter.</summary>
/// <param name="Text">Facts that the rule measured.</param>
/// <param name="Settles">What usually settles this.</param>
/// <param name="PmixCategory">PMIX alert category: 03 several providers, 04 overlap, 05 dose, 99 other.</param>
public sealed record CounterAlert(
    string RuleId, string Title, string Severity, string Text, string Settles, DateOnly FirstDay, DateOnly LastDay, string PmixCategory);

/// <summary>One fill with everything a pharmacist is shown of it.</summary>
/// <param name="FillId">Version id of the dispensation.</param>
/// <param name="Refill"><c>0 of 2</c>; <c>0 of ?</c> when the number authorised was not reported.</param>
/// <param name="Partial">DSP13: 00 a whole fill.</param>
/// <param name="MgPerDay">Milligrams of the ingredient; null when the strength is not known.</param>
/// <param name="LmePerDay">Null for a drug without lorazepam equivalents.</param>
/// <param name="Mme">Null for a drug without morphine equivalents.</param>
/// <param name="ActiveUntil">Last covered day.</param>
/// <param name="State">Where it was dispensed.</param>
/// <param name="Flags">EarlyRefill, PartialFill, Veterinary, OtherPracticeOverlap.</param>
public sealed record ReportedPrescription(
    string FillId, DateOnly SoldOrFilled, DateOnly? Written, string Drug, string Ndc, string Class, string Schedule, double Qty, string Unit, int Days,
    string Refill, string Partial, double? MgPerDay, double? LmePerDay, double? Mme, string Pay, ReportedPrescriber Prescriber,
    ReportedPharmacy Pharmacy, DateOnly ActiveUntil, string State, IReadOnlyList<string> Flags)
{
    /// <summary>The dispenser's number of the prescription.</summary>
    public required string RxNumber { get; init; }

    /// <summary>What FHIR states apart: the day filled, the day handed over when one was reported, DSP06, DSP12 and DSP24 (0 not reported), DSP16.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateOnly FilledOn { get; init; }

    /// <inheritdoc cref="FilledOn"/>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateOnly? SoldOn { get; init; }

    /// <inheritdoc cref="FilledOn"/>
    [System.Text.Json.Serialization.JsonIgnore]
    public int FillNumber { get; init; }

    /// <inheritdoc cref="FilledOn"/>
    [System.Text.Json.Serialization.JsonIgnore]
    public byte TransmissionForm { get; init; }

    /// <inheritdoc cref="FilledOn"/>
    [System.Text.Json.Serialization.JsonIgnore]
    public byte TreatmentType { get; init; }

    /// <inheritdoc cref="FilledOn"/>
    [System.Text.Json.Serialization.JsonIgnore]
    public PaymentType Payment { get; init; }

    /// <summary>What the drug does, for the colour of the chart.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DrugClass DrugClass { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public string Ingredient { get; init; } = "";

    /// <summary>Paid privately without a discount card, for the chart.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsCash { get; init; }

    /// <summary>From the patient's ZIP code to the pharmacy's, as the crow flies, for the chart; null when unknown or delivered by mail.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double? Miles { get; init; }
}

public sealed record ReportedPrescriber(string Name, string Npi, string Dea, string City)
{
    /// <summary>Last name and first name apart, as FHIR has them; empty when not reported.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Family { get; init; } = "";

    /// <inheritdoc cref="Family"/>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Given { get; init; } = "";
}

public sealed record ReportedPharmacy(string Name, string Ncpdp, string City, string State)
{
    public required string Dea { get; init; }
    public required string Npi { get; init; }
}

/// <param name="What">In words: which supplies.</param>
/// <param name="Days">Days shared, first and last included.</param>
public sealed record ReportedOverlap(string What, DateOnly First, DateOnly Last, int Days);

/// <summary>Doses from a day on, in milligrams a day.</summary>
public sealed record DoseStep(DateOnly From, double Lme, double Mme);

/// <param name="Miles">From the patient's last ZIP code to this one's, as the crow flies; null when unknown.</param>
public sealed record ReportedProvider(string Name, string Number, string Place, double? Miles, int Fills, DateOnly LastFill);

/// <param name="DataThrough">Last day it has spoken for; null for none.</param>
/// <param name="Miles">As in <see cref="ReportedProvider"/>.</param>
/// <param name="Used">The patient had something filled there in the last year.</param>
public sealed record LatePharmacy(string Name, DateOnly? DataThrough, double? Miles, bool Used);
