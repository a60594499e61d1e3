namespace PdmpAnalytics.Dispensing;

/// <summary>
/// One version of a filled prescription as a dispenser reported it. A revise closes the version and adds another, a void
/// closes it: nothing is overwritten, so an old alert can still be explained. Written in bulk only; null means not reported.
/// </summary>
public sealed class Dispensation
{
    private Dispensation()
    {
    }

    /// <summary>The person after linkage; first part of the key, so that a history is read in one sweep.</summary>
    public long PatientId { get; private set; }

    /// <summary>Version id, unique over all patients, given in the order of arrival.</summary>
    public long Id { get; private set; }

    /// <summary>The identity as submitted.</summary>
    public long PatientRecordId { get; private set; }
    public int DrugId { get; private set; }
    public int DispenserId { get; private set; }
    public int PrescriberSiteId { get; private set; }

    /// <summary>DSP05.</summary>
    public DateOnly FilledOn { get; private set; }

    /// <summary>DSP17.</summary>
    public DateOnly? SoldOn { get; private set; }

    /// <summary>DSP03.</summary>
    public DateOnly? WrittenOn { get; private set; }

    /// <summary>Units as reported (DSP09).</summary>
    public double Quantity { get; private set; }

    /// <summary>As reported (DSP10), 1 to 999.</summary>
    public short DaysSupply { get; private set; }

    /// <summary>DSP06; 0 is the original fill.</summary>
    public short FillNumber { get; private set; }

    /// <summary>DSP04.</summary>
    public short? RefillsAuthorized { get; private set; }

    /// <summary>DSP13; 0 whole, 1, 2, ... the parts of a partial fill.</summary>
    public byte PartialFill { get; private set; }

    /// <summary>DSP16.</summary>
    public PaymentType Payment { get; private set; }

    /// <summary>DSP12; 0 not reported.</summary>
    public byte TransmissionForm { get; private set; }
    public FillContext Context { get; private set; }
    public RecordQuality Quality { get; private set; }

    /// <summary>The patient's five-digit ZIP on this record; 0 unknown.</summary>
    public int PatientZip { get; private set; }

    /// <summary>The patient's age in whole years on the fill date; -1 unknown.</summary>
    public short PatientAge { get; private set; }

    /// <summary>Stable hash of <see cref="RxNumber"/>.</summary>
    public long RxKey { get; private set; }

    /// <summary>DSP02, blanks around it removed.</summary>
    public string RxNumber { get; private set; } = "";

    /// <summary>DSP11; 0 not reported.</summary>
    public byte DosageUnits { get; private set; }

    /// <summary>DSP24; 0 not reported.</summary>
    public byte TreatmentType { get; private set; }

    /// <summary>PAT21; 0 not reported.</summary>
    public byte PatientLocation { get; private set; }

    /// <summary>DSP25, upper case, no dot.</summary>
    public string? DiagnosisCode { get; private set; }

    /// <summary>DSP22.</summary>
    public double? QuantityPrescribed { get; private set; }

    /// <summary>AIR01 and AIR02 as <c>state-number</c>.</summary>
    public string? BlankSerial { get; private set; }

    /// <summary>The file this version came in.</summary>
    public int SubmissionId { get; private set; }

    /// <summary>Line of that file on which the record starts, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>When the file was received.</summary>
    public DateTimeOffset ValidFrom { get; private set; }

    /// <summary>When it was revised or voided; null while it is the live version.</summary>
    public DateTimeOffset? ValidTo { get; private set; }

    /// <summary>The file that revised or voided it.</summary>
    public int? ClosedBySubmissionId { get; private set; }
}
