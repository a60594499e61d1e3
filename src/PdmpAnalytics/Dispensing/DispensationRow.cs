namespace PdmpAnalytics.Dispensing;

/// <summary>Clinical context a record states about itself (PAT21, DSP24, DSP25, PHA14), decided once at intake; the last is the registry's.</summary>
[Flags]
public enum FillContext : ushort
{
    None = 0,

    /// <summary>PAT21 = 11 or DSP24 = 05.</summary>
    Hospice = 1,

    /// <summary>DSP24 = 04 or ICD-10 Z51.5.</summary>
    Palliative = 2,

    /// <summary>DSP24 = 03 or ICD-10 C00 to C96.</summary>
    Cancer = 4,

    /// <summary>ICD-10 D57.</summary>
    SickleCell = 8,

    /// <summary>PAT21 03, 04 or 07, or a dispenser of type 03 (long-term care).</summary>
    LongTermCare = 16,

    /// <summary>DSP24 = 08.</summary>
    Taper = 32,

    /// <summary>ICD-10 G40.</summary>
    Seizure = 64,

    /// <summary>ICD-10 F10: alcohol, where a benzodiazepine above the anxiety maximum is ordinary treatment.</summary>
    AlcoholWithdrawal = 128,

    /// <summary>DSP24 = 02 or ICD-10 F11.</summary>
    OpioidUseDisorder = 256,

    /// <summary>PAT20 = 02: an animal's prescription under the owner's name.</summary>
    Veterinary = 512,

    /// <summary>DSP31 = 01: a discount card was used, so private payment says little.</summary>
    DiscountCard = 1024,

    /// <summary>
    /// Written by someone whom the prescriber registry lists under cancer, blood or palliative care. No record states it: it is added when a
    /// history is loaded, and never stored with a dispensation.
    /// </summary>
    CancerCareWriter = 2048,
}

/// <summary>Fields of a stored record that carry a serious (level S) or dose-related fault; rules whose arithmetic uses the field skip the fill.</summary>
[Flags]
public enum RecordQuality : ushort
{
    Sound = 0,

    /// <summary>E104: written after filled.</summary>
    WrittenDate = 1,

    /// <summary>E106: sold before filled.</summary>
    SoldDate = 2,

    /// <summary>E107 or E108: refill numbers.</summary>
    Refills = 4,

    /// <summary>E109: filled more than six months after written.</summary>
    Expired = 8,

    /// <summary>E111: quantity above 10,000.</summary>
    Quantity = 16,

    /// <summary>E119: daily dose above ten times the label maximum.</summary>
    ImplausibleDose = 32,

    /// <summary>E202 or E201: the prescriber's DEA number fails its check or is blank. Evidence for ID-01, not noise.</summary>
    PrescriberDea = 64,

    /// <summary>E204: the prescriber's NPI fails its check.</summary>
    PrescriberNpi = 128,

    /// <summary>E021 to E023: the dispenser's identifier fails its check.</summary>
    Dispenser = 256,

    /// <summary>E032: birth date after the fill or an age above 120.</summary>
    BirthDate = 512,

    /// <summary>E114 or E115: no usable or no known product code.</summary>
    Product = 1024,
}

/// <summary>
/// One dispensation as the detector reads it, live unless all versions were asked for: numbers only, in the order of the table's key (patient, version).
/// Days are <see cref="DateOnly.DayNumber"/> (stored so in SQLite, which has no date type; as dates in PostgreSQL);
/// 0 stands for "not reported".
/// </summary>
public struct DispensationRow
{
    public long PatientId;

    /// <summary>Version id of the record.</summary>
    public long DispensationId;
    public int DrugId;
    public int DispenserId;

    /// <summary>Prescriber as submitted, at the address as submitted; leads to prescriber and practice.</summary>
    public int PrescriberSiteId;
    public int FilledDay;
    public int SoldDay;
    public int WrittenDay;

    /// <summary>Units as reported (DSP09).</summary>
    public double Quantity;

    /// <summary>As reported, 1 to 999.</summary>
    public short DaysSupply;

    /// <summary>0 is the original fill.</summary>
    public short FillNumber;

    /// <summary>-1 not reported: none authorised and nothing said are different statements.</summary>
    public short RefillsAuthorized;

    /// <summary>0 whole; 1, 2, ... the parts of a partial fill.</summary>
    public byte PartialFill;
    public PaymentType Payment;

    /// <summary>DSP12 code; 0 not reported.</summary>
    public byte TransmissionForm;
    public FillContext Context;
    public RecordQuality Quality;

    /// <summary>The patient's five-digit ZIP on this record as a number; 0 unknown.</summary>
    public int PatientZip;

    /// <summary>The patient's age in whole years on the day of the fill; -1 unknown.</summary>
    public short PatientAge;

    /// <summary>Hash of the dispenser's prescription number: equal numbers have equal keys.</summary>
    public long RxKey;

    /// <summary>UTC day the version was received on; 0 unless all versions were asked for.</summary>
    public int ReceivedDay;

    /// <summary>UTC day on which it was revised or voided; 0 while it is live.</summary>
    public int ClosedDay;
}
