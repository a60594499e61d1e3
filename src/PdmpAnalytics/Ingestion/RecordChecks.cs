using PdmpAnalytics.Dispensing;
using static PdmpAnalytics.Ingestion.SubmittedField;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// Checks records of one file and turns the sound ones into rows. Who filled, who wrote, what and for whom is checked once per
/// different identity; dates, numbers and codes on every record. A record keeps all its faults, not only the first.
/// </summary>
internal sealed class RecordChecks
{
    /// <summary>Different patients after which the list starts afresh, so that memory does not grow with the file. Our choice, 2026-11-22.</summary>
    private const int PatientLimit = 400_000;

    private readonly FillChecks _fills;
    private RecordBatch _batch = null!;
    private int _line;
    private bool _rejected;

    /// <param name="products">What intake can name.</param>
    /// <param name="receivedOn">The day of receipt; fills may not lie after it.</param>
    public RecordChecks(KnownProducts products, IngestionOptions options, DateOnly receivedOn)
    {
        Dispensers = new(DispenserChecks.Fields, DispenserChecks.Check);
        Prescribers = new(PrescriberChecks.Fields, PrescriberChecks.Check);
        Products = new(ProductChecks.Fields, new ProductChecks(products).Check);
        Patients = NoPatients();
        _fills = new FillChecks(options.ProgramStart.DayNumber, receivedOn.DayNumber + options.FutureDaysAllowed, Fault);
    }

    public Identities<SubmittedDispenser> Dispensers { get; }

    public Identities<SubmittedPrescriber> Prescribers { get; }

    public Identities<SubmittedProduct> Products { get; }

    /// <summary>Replaced by an empty one when it has grown large; positions belong to the one a batch was checked with.</summary>
    public Identities<SubmittedPatient> Patients { get; private set; }

    /// <summary>Gets ready for a batch that <see cref="Add"/> fills.</summary>
    public void Begin(RecordBatch batch)
    {
        Patients = Patients.Count < PatientLimit ? Patients : NoPatients();
        batch.Clear();
        batch.Patients = Patients;
        _batch = batch;
    }

    /// <summary>Counts a record that could not be taken apart.</summary>
    public void AddMalformed(SubmittedRecord record, SubmissionErrorCode code)
    {
        _batch.RecordsRead++;
        _batch.Faults.Add(new RecordFault(record.Line, code, None));
    }

    /// <summary>Checks a record and adds it to the batch, or only its faults.</summary>
    public void Add(SubmittedRecord record)
    {
        _batch.RecordsRead++;
        _rejected = false;
        _line = record.Line;
        ref var row = ref _batch.Records[_batch.Count];
        row = new CheckedRecord { Line = _line };

        var dispenserNumber = Dispensers.NumberOf(record);
        var prescriberNumber = Prescribers.NumberOf(record);
        var productNumber = Products.NumberOf(record);
        var patientNumber = Patients.NumberOf(record);
        var dispenser = Dispensers[dispenserNumber];
        var prescriber = Prescribers[prescriberNumber];
        var product = Products[productNumber];
        ref readonly var patient = ref Patients[patientNumber];
        Take(dispenser.Faults, dispenser.IsUsable);
        Take(prescriber.Faults, prescriber.IsUsable);
        Take(product.Faults, product.IsUsable);
        Take(patient.Faults, patient.IsUsable);

        row.Fill.Quality = dispenser.Quality | prescriber.Quality | product.Quality;
        if (prescriber.Dea.Length == 0 && product.IsControlled)
        {
            Fault(SubmissionErrorCode.PrescriberDeaMissing, PrescriberDea);
            row.Fill.Quality |= RecordQuality.PrescriberDea;
        }

        row.Fill.Context = (patient.IsAnimal ? FillContext.Veterinary : 0) | (dispenser.Type == 3 ? FillContext.LongTermCare : 0);
        _fills.Check(record, ref row, in patient, product);
        _fills.CheckText(record, ref row, _batch);
        if (_rejected)
        {
            return;
        }

        row.Fill.DispenserId = dispenserNumber;
        row.Fill.PrescriberSiteId = prescriberNumber;
        row.Fill.DrugId = productNumber;
        row.Patient = patientNumber;
        row.Fill.PatientZip = patient.Zip;
        row.ContentHash = ContentHash.Of(row, _batch)
            .With(Prescribers.HashOf(prescriberNumber)).With(Products.HashOf(productNumber)).With(Patients.HashOf(patientNumber));
        _batch.Count++;
    }

    private static Identities<SubmittedPatient> NoPatients() => new(PatientChecks.Fields, PatientChecks.Check);

    private void Take(IReadOnlyList<IdentityFault> faults, bool isUsable)
    {
        _rejected |= !isUsable;
        for (var i = 0; i < faults.Count; i++)
        {
            _batch.Faults.Add(new RecordFault(_line, faults[i].Code, faults[i].Field));
        }
    }

    private void Fault(SubmissionErrorCode code, SubmittedField field)
    {
        _rejected |= code.Level() >= SubmissionErrorLevel.RejectsRecord;
        _batch.Faults.Add(new RecordFault(_line, code, field));
    }
}
