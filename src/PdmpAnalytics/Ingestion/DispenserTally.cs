using System.Runtime.InteropServices;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// What one file says about each dispenser: the days it speaks for and the figures of its data quality. Pure; memory grows with
/// the dispensers of the file, not with its records.
/// </summary>
/// <param name="receivedDay"><see cref="DateOnly.DayNumber"/> of the day of receipt (UTC).</param>
internal sealed class DispenserTally(int receivedDay)
{
    private readonly Dictionary<int, Entry> _entries = [];
    private int _lastDispenser;
    private Entry? _last;

    /// <summary>Counts a record that passed its checks.</summary>
    /// <param name="dispenser">Id in the store.</param>
    public void Add(
        int dispenser, in CheckedRecord record, ReportOutcome outcome, SubmittedTransaction transaction, in SubmittedPatient patient,
        SubmittedPrescriber prescriber)
    {
        var entry = EntryOf(dispenser);
        entry.AddRecord(transaction, record.Fill.FilledDay);
        switch (outcome)
        {
            case ReportOutcome.Loaded or ReportOutcome.LoadedUnknown:
                entry.Add(QualityFigure.Loaded);
                CountNew(entry, in record, in patient, prescriber);
                break;
            case ReportOutcome.Revised:
                entry.Add(QualityFigure.Revised);
                break;
            case ReportOutcome.Voided:
                entry.Add(QualityFigure.Voided);
                break;
            case ReportOutcome.KeyExists or ReportOutcome.VoidMismatch or ReportOutcome.RevisionRefused:
                entry.Add(QualityFigure.Rejected);
                break;
            case ReportOutcome.Duplicate or ReportOutcome.NotFound or ReportOutcome.Untouched:
                break;
        }
    }

    /// <summary>Counts a record that failed its checks.</summary>
    /// <param name="filledDay">-1 when it could not be read.</param>
    public void AddFailed(int dispenser, SubmittedTransaction? transaction, int filledDay)
    {
        var entry = EntryOf(dispenser);
        entry.AddRecord(transaction, filledDay);
        entry.Add(QualityFigure.Rejected);
    }

    /// <summary>Counts a fault, and its record once.</summary>
    public void AddFault(int dispenser, SubmissionErrorCode code, bool isFirstOfRecord)
    {
        var entry = EntryOf(dispenser);
        entry.Add((short)code);
        if (isFirstOfRecord)
        {
            entry.Add(QualityFigure.Faulty);
        }
    }

    public void AddZeroReport(int dispenser, int firstDay, int lastDay)
    {
        var entry = EntryOf(dispenser);
        entry.ZeroReports++;
        entry.Cover(firstDay, lastDay);
    }

    /// <summary>Counts a dispensation that went with its whole transaction.</summary>
    public void AddWithdrawn(int dispenser) => EntryOf(dispenser).Add(QualityFigure.Voided);

    /// <summary>One row for each dispenser the file speaks for; none where no day could be read.</summary>
    public IEnumerable<DispenserSubmission> Submissions(int submissionId, DateTimeOffset receivedAt) =>
        from entry in _entries
        where entry.Value.LastDay > 0
        orderby entry.Key
        select new DispenserSubmission
        {
            DispenserId = entry.Key,
            SubmissionId = submissionId,
            ReceivedAt = receivedAt,
            Records = entry.Value.Records,
            ZeroReports = entry.Value.ZeroReports,
            FirstDay = DateOnly.FromDayNumber(entry.Value.FirstDay),
            LastDay = DateOnly.FromDayNumber(entry.Value.LastDay),
        };

    /// <summary>The figures to add to the month of receipt.</summary>
    public List<DispenserMonth> Months()
    {
        var received = DateOnly.FromDayNumber(receivedDay);
        var month = new DateOnly(received.Year, received.Month, 1);
        return
        [
            .. from entry in _entries
               orderby entry.Key
               from figure in entry.Value.Figures
               orderby entry.Key, figure.Key
               select new DispenserMonth { DispenserId = entry.Key, Month = month, Figure = figure.Key, Count = figure.Value },
        ];
    }

    private void CountNew(Entry entry, in CheckedRecord record, in SubmittedPatient patient, SubmittedPrescriber prescriber)
    {
        ref readonly var fill = ref record.Fill;
        entry.Add(QualityFigure.DelayDays, receivedDay - fill.FilledDay);
        entry.Add(QualityFigure.DelayRecords);
        entry.AddIf(fill.Payment == Dispensing.PaymentType.Unknown, QualityFigure.WithoutPaymentType);
        entry.AddIf(fill.SoldDay == 0, QualityFigure.WithoutDateSold);
        entry.AddIf(!patient.HasPhone, QualityFigure.WithoutPatientPhone);
        entry.AddIf(!patient.HasGender, QualityFigure.WithoutPatientGender);
        entry.AddIf(prescriber.Npi.Length == 0, QualityFigure.WithoutPrescriberNpi);
        entry.AddIf(record.Diagnosis.Length == 0, QualityFigure.WithoutDiagnosisCode);
        entry.AddIf(fill.TransmissionForm == 0, QualityFigure.WithoutTransmissionForm);
        entry.AddIf(fill.WrittenDay == 0, QualityFigure.WithoutDateWritten);
    }

    private Entry EntryOf(int dispenser)
    {
        // Records of one dispenser usually follow each other.
        if (_last is null || dispenser != _lastDispenser)
        {
            (_last, _lastDispenser) = (CollectionsMarshal.GetValueRefOrAddDefault(_entries, dispenser, out _) ??= new Entry(), dispenser);
        }

        return _last;
    }

    private sealed class Entry
    {
        /// <summary>Counts of <see cref="QualityFigure"/>, from the first of them on.</summary>
        private readonly long[] _figures = new long[30];
        private readonly Dictionary<short, long> _codes = [];

        public long Records => _figures[0];

        public long ZeroReports { get; set; }

        public int FirstDay { get; private set; } = int.MaxValue;

        public int LastDay { get; private set; }

        public IEnumerable<KeyValuePair<short, long>> Figures => _codes.Concat(_figures
            .Select((count, index) => KeyValuePair.Create((short)((short)QualityFigure.Records + index), count))
            .Where(figure => figure.Value != 0));

        public void AddRecord(SubmittedTransaction? transaction, int filledDay)
        {
            Add(QualityFigure.Records);
            if (transaction is { PeriodFirstDay: { } first, PeriodLastDay: { } last })
            {
                Cover(first.DayNumber, last.DayNumber);
            }
            else if (filledDay > 0)
            {
                Cover(filledDay, filledDay);
            }
        }

        public void Cover(int firstDay, int lastDay)
        {
            FirstDay = Math.Min(FirstDay, firstDay);
            LastDay = Math.Max(LastDay, lastDay);
        }

        public void Add(QualityFigure figure, long count = 1) => _figures[(short)figure - (short)QualityFigure.Records] += count;

        public void Add(short code) => CollectionsMarshal.GetValueRefOrAddDefault(_codes, code, out _)++;

        public void AddIf(bool holds, QualityFigure figure) => Add(figure, holds ? 1 : 0);
    }
}
