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

    /// <summary>DSP07: compound, whose ingredients are not kept field by field.</summary>
    private const int CompoundQualifier = 6;

    private readonly FillChecks _fills;
    private RecordBatch _batch = null!;
    private int _line;

    /// <summary>Number of the record's dispenser; -1 when it names none.</summary>
    private int _dispenser;
    private SubmissionErrorLevel _worst;

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

    /// <summary>Counts a record that could not be taken apart. What its fields say is not trusted.</summary>
    public void AddMalformed(SubmittedRecord record, SubmissionErrorCode code)
    {
        _batch.RecordsRead++;
        _batch.Faults.Add(new RecordFault(record.Line, code, None));
        _batch.Fail(FailedRecord.Of(record, dispenser: -1));
    }

    /// <summary>Checks a record and adds it to the batch, or only its faults.</summary>
    /// <param name="transaction">The one it belongs to; null for none with a reporting period.</param>
    public void Add(SubmittedRecord record, SubmittedTransaction? transaction = null)
    {
        _batch.RecordsRead++;
        _worst = SubmissionErrorLevel.Information;
        _line = record.Line;
        var firstFault = _batch.Faults.Count;
        ref var row = ref _batch.Records[_batch.Count];
        row = new CheckedRecord { Line = _line, Transaction = record.Transaction };

        var dispenserNumber = Dispensers.NumberOf(record);
        var dispenser = Dispensers[dispenserNumber];
        _dispenser = dispenser.IsUsable ? dispenserNumber : -1;
        Take(dispenser.Faults);
        var patientNumber = Patients.NumberOf(record);
        ref readonly var patient = ref Patients[patientNumber];
        if (patient.IsZeroReport)
        {
            AddZeroReport(record, transaction);
            return;
        }

        var prescriberNumber = Prescribers.NumberOf(record);
        var productNumber = Products.NumberOf(record);
        var prescriber = Prescribers[prescriberNumber];
        var product = Products[productNumber];
        Take(prescriber.Faults);
        Take(product.Faults);
        Take(patient.Faults);

        row.Fill.Quality = dispenser.Quality | prescriber.Quality | product.Quality;
        if (prescriber.Dea.Length == 0 && product.IsControlled)
        {
            Fault(SubmissionErrorCode.PrescriberDeaMissing, PrescriberDea);
            row.Fill.Quality |= RecordQuality.PrescriberDea;
        }

        row.Fill.Context = (patient.IsAnimal ? FillContext.Veterinary : 0) | (dispenser.Type == 3 ? FillContext.LongTermCare : 0);
        _fills.Check(record, ref row, in patient, product);
        _fills.CheckText(record, ref row, _batch);
        if (_worst >= SubmissionErrorLevel.RejectsRecord)
        {
            Fail(record, in row, firstFault);
            return;
        }

        row.IsSerious = _worst == SubmissionErrorLevel.Serious;
        row.Dispenser = dispenserNumber;
        row.Fill.PrescriberSiteId = prescriberNumber;
        row.Fill.DrugId = productNumber;
        row.Patient = patientNumber;
        row.Fill.PatientZip = patient.Zip;
        row.ContentHash = ContentHash.Of(row, _batch)
            .With(Prescribers.HashOf(prescriberNumber)).With(Products.HashOf(productNumber)).With(Patients.HashOf(patientNumber));
        if (product.Qualifier == CompoundQualifier)
        {
            _batch.Originals.Add(_batch.Count, record.ToFile());
        }

        _batch.Count++;
    }

    private static Identities<SubmittedPatient> NoPatients() => new(PatientChecks.Fields, PatientChecks.Check);

    private void AddZeroReport(SubmittedRecord record, SubmittedTransaction? transaction)
    {
        if (transaction is { PeriodFirstDay: { } first, PeriodLastDay: { } last })
        {
            AddZeroReport(record, first.DayNumber, last.DayNumber);
        }
        else if (FieldText.TryDay(record[DateFilled], out var day))
        {
            AddZeroReport(record, day, day);
        }
        else
        {
            Fault(SubmissionErrorCode.ZeroReportPeriod, DateFilled);
            _batch.Fail(FailedRecord.Of(record, _dispenser) with { IsZeroReport = true });
        }
    }

    private void AddZeroReport(SubmittedRecord record, int firstDay, int lastDay)
    {
        if (_dispenser >= 0)
        {
            _batch.ZeroRecords.Add(new ZeroRecord(_line, record.Transaction, _dispenser, firstDay, lastDay));
        }
        else
        {
            _batch.Fail(FailedRecord.Of(record, dispenser: -1) with { IsZeroReport = true });
        }
    }

    private void Fail(SubmittedRecord record, in CheckedRecord row, int firstFault)
    {
        var (filledDay, fillNumber, partialFill) = (row.Fill.FilledDay, row.Fill.FillNumber, (short)row.Fill.PartialFill);
        for (var i = firstFault; i < _batch.Faults.Count; i++)
        {
            var rejects = _batch.Faults[i].Code.Level() >= SubmissionErrorLevel.RejectsRecord;
            switch (_batch.Faults[i].Field)
            {
                case var _ when !rejects:
                    break;
                case DateFilled:
                    filledDay = -1;
                    break;
                case RefillNumber:
                    fillNumber = -1;
                    break;
                case PartialFill:
                    partialFill = -1;
                    break;
            }
        }

        var rxKey = record[RxNumber].IsEmpty ? 0 : row.Fill.RxKey;
        _batch.Fail(new FailedRecord(_line, record.Transaction, _dispenser, rxKey, filledDay, fillNumber, partialFill, record.ToFile()));
    }

    private void Take(IReadOnlyList<IdentityFault> faults)
    {
        for (var i = 0; i < faults.Count; i++)
        {
            Fault(faults[i].Code, faults[i].Field);
        }
    }

    private void Fault(SubmissionErrorCode code, SubmittedField field)
    {
        var level = code.Level();
        _worst = level > _worst ? level : _worst;
        _batch.Faults.Add(new RecordFault(_line, code, field, _dispenser));
    }
}
