using PdmpAnalytics.Dispensing;
using static PdmpAnalytics.Ingestion.SubmittedField;

namespace PdmpAnalytics.Ingestion;

/// <summary>Checks the fill itself: E032, E035 (location), E101 to E113, E118 to E121, E123, E124.</summary>
/// <param name="firstDay">First fill day accepted.</param>
/// <param name="lastDay">Last fill day accepted.</param>
/// <param name="fault">Told every fault.</param>
internal sealed class FillChecks(int firstDay, int lastDay, Action<SubmissionErrorCode, SubmittedField> fault)
{
    /// <summary>Longest age believed, in years (E032).</summary>
    private const int MaxAge = 120;

    /// <summary>Highest fill number, and most refills that can be authorized (domain reference 1.3: DSP04, DSP06).</summary>
    private const int MaxRefills = 99;

    /// <summary>Highest number of a part of a fill (domain reference 1.3: DSP13).</summary>
    private const int MaxPart = 99;

    /// <summary>No six calendar months are shorter (E109).</summary>
    private const int ShortestSixMonths = 181;

    public void Check(SubmittedRecord record, ref CheckedRecord row, in SubmittedPatient patient, SubmittedProduct product)
    {
        CheckStatus(record, ref row);
        CheckDates(record, ref row, product, out var filledOn);
        CheckAge(ref row.Fill, filledOn, in patient);
        CheckRefills(record, ref row.Fill, product);
        CheckAmount(record, ref row, product);
        CheckCodes(record, ref row);
    }

    /// <summary>The texts of a record that are kept as they are.</summary>
    public void CheckText(SubmittedRecord record, ref CheckedRecord row, RecordBatch batch)
    {
        var rxNumber = record[RxNumber];
        if (rxNumber.IsEmpty)
        {
            fault(SubmissionErrorCode.RxNumberMissing, RxNumber);
        }

        row.RxNumber = Keep(rxNumber, RxNumber, batch);
        row.Fill.RxKey = (long)StableHash.Of(rxNumber);

        Span<byte> scratch = stackalloc byte[64];
        var diagnosis = UpperWithoutDots(record[DiagnosisCode], scratch);
        row.Diagnosis = Keep(diagnosis, DiagnosisCode, batch);
        row.Fill.Context |= FillContexts.Of(row.PatientLocation, row.TreatmentType, diagnosis);

        var serial = record[BlankSerial];
        if (!serial.IsEmpty)
        {
            row.BlankSerial = Keep(Joined(record[BlankSerialState], serial, scratch), BlankSerial, batch);
        }
    }

    private void CheckStatus(SubmittedRecord record, ref CheckedRecord row)
    {
        var text = record[SubmittedField.ReportStatus];
        var status = text.IsEmpty && record.StatusMayBeBlank ? 0 : FieldText.Number(text);
        if (status is < 0 or > 2 || text.Length > 2)
        {
            fault(SubmissionErrorCode.StatusInvalid, SubmittedField.ReportStatus);
            return;
        }

        row.Status = (ReportStatus)status;
    }

    /// <param name="filledOn">The fill date as the number yyyymmdd; 0 when it could not be read.</param>
    private void CheckDates(SubmittedRecord record, ref CheckedRecord row, SubmittedProduct product, out int filledOn)
    {
        ref var fill = ref row.Fill;
        ReadOnlySpan<byte> written = record[DateWritten], sold = record[DateSold];
        if (!FieldText.TryDay(record[DateFilled], out fill.FilledDay, out filledOn))
        {
            fault(SubmissionErrorCode.DateInvalid, DateFilled);
        }
        else if (fill.FilledDay < firstDay || fill.FilledDay > lastDay)
        {
            fault(SubmissionErrorCode.FilledOutOfRange, DateFilled);
        }

        if (!written.IsEmpty && !FieldText.TryDay(written, out fill.WrittenDay))
        {
            fault(SubmissionErrorCode.DateInvalid, DateWritten);
        }

        if (!sold.IsEmpty && !FieldText.TryDay(sold, out fill.SoldDay))
        {
            fault(SubmissionErrorCode.OptionalFieldInvalid, DateSold);
        }

        if (fill.FilledDay == 0)
        {
            return;
        }

        if (fill.WrittenDay > fill.FilledDay)
        {
            Flag(ref fill, RecordQuality.WrittenDate, SubmissionErrorCode.WrittenAfterFilled, DateWritten);
        }
        else if (fill.WrittenDay != 0 && fill.FilledDay - fill.WrittenDay > ShortestSixMonths && product.IsScheduleThreeOrFour
            && fill.FilledDay > DateOnly.FromDayNumber(fill.WrittenDay).AddMonths(6).DayNumber)
        {
            Flag(ref fill, RecordQuality.Expired, SubmissionErrorCode.PrescriptionExpired, DateWritten);
        }

        if (fill.SoldDay != 0 && fill.SoldDay < fill.FilledDay)
        {
            Flag(ref fill, RecordQuality.SoldDate, SubmissionErrorCode.SoldBeforeFilled, DateSold);
        }
    }

    private void CheckAge(ref DispensationRow fill, int filledOn, in SubmittedPatient patient)
    {
        fill.PatientAge = -1;
        if (filledOn == 0 || patient.BornOn == 0)
        {
            return;
        }

        // Dates as yyyymmdd: the difference has passed a year for every ten thousand.
        var age = filledOn < patient.BornOn ? -1 : (filledOn - patient.BornOn) / 10_000;
        if (age is < 0 or > MaxAge)
        {
            Flag(ref fill, RecordQuality.BirthDate, SubmissionErrorCode.BirthDateImplausible, PatientBirthDate);
            return;
        }

        fill.PatientAge = (short)age;
    }

    private void CheckRefills(SubmittedRecord record, ref DispensationRow fill, SubmittedProduct product)
    {
        var number = FieldText.Number(record[RefillNumber]);
        if (number is < 0 or > MaxRefills)
        {
            fault(SubmissionErrorCode.RefillNumberInvalid, RefillNumber);
            number = -1;
        }

        fill.FillNumber = (short)number;
        var authorized = Optional(record, RefillsAuthorized);
        if (authorized > 5 && product.IsScheduleThreeOrFour)
        {
            Flag(ref fill, RecordQuality.Refills, SubmissionErrorCode.TooManyRefills, RefillsAuthorized);
        }

        if (authorized > MaxRefills)
        {
            fault(SubmissionErrorCode.OptionalFieldInvalid, RefillsAuthorized);
            authorized = -1;
        }

        fill.RefillsAuthorized = (short)authorized;
        if (authorized >= 0 && number > authorized)
        {
            Flag(ref fill, RecordQuality.Refills, SubmissionErrorCode.RefillBeyondAuthorized, RefillNumber);
        }
    }

    private void CheckAmount(SubmittedRecord record, ref CheckedRecord row, SubmittedProduct product)
    {
        ref var fill = ref row.Fill;
        if (!FieldText.TryDecimal(record[Quantity], out fill.Quantity) || fill.Quantity <= 0)
        {
            fault(SubmissionErrorCode.QuantityInvalid, Quantity);
        }
        else if (fill.Quantity > 10_000)
        {
            Flag(ref fill, RecordQuality.Quantity, SubmissionErrorCode.QuantityImplausible, Quantity);
        }

        var days = FieldText.Number(record[DaysSupply]);
        if (days is < 1 or > 999)
        {
            fault(SubmissionErrorCode.DaysSupplyInvalid, DaysSupply);
            return;
        }

        fill.DaysSupply = (short)days;
        if (days > 180)
        {
            fault(SubmissionErrorCode.DaysSupplyLong, DaysSupply);
        }

        if (product.Known is { } known && fill.Quantity * known.StrengthMg / days > product.ImplausibleMgPerDay)
        {
            Flag(ref fill, RecordQuality.ImplausibleDose, SubmissionErrorCode.DoseImplausible, DaysSupply);
        }

        row.QuantityPrescribed = double.NaN;
        if (!record[QuantityPrescribed].IsEmpty && !FieldText.TryDecimal(record[QuantityPrescribed], out row.QuantityPrescribed))
        {
            row.QuantityPrescribed = double.NaN;
            fault(SubmissionErrorCode.OptionalFieldInvalid, QuantityPrescribed);
        }
    }

    private void CheckCodes(SubmittedRecord record, ref CheckedRecord row)
    {
        row.DosageUnits = Code(record, DosageUnits, FillCodes.DosageUnits);
        row.Fill.TransmissionForm = Code(record, TransmissionForm, FillCodes.TransmissionForm);
        CheckPart(record, ref row.Fill);
        row.Fill.Payment = FieldText.Payment(Code(record, SubmittedField.PaymentType, FillCodes.PaymentType));
        row.TreatmentType = Code(record, TreatmentType, FillCodes.TreatmentType);
        row.PatientLocation = Code(record, PatientLocation, FillCodes.PatientLocation, SubmissionErrorCode.PatientCodeUnknown);
        row.Fill.Context |= Code(record, DiscountCard, FillCodes.YesNo) == 1 ? FillContext.DiscountCard : 0;
    }

    private void CheckPart(SubmittedRecord record, ref DispensationRow fill)
    {
        var text = record[PartialFill];
        if (text.IsEmpty)
        {
            return;
        }

        var part = FieldText.Number(text);
        if (part is < 0 or > MaxPart)
        {
            // Part of the record key: taken as 00 it would revise or void the whole fill.
            fault(SubmissionErrorCode.PartialFillInvalid, PartialFill);
            return;
        }

        fill.PartialFill = (byte)part;
    }

    /// <summary>The number of a coded field; 0 when blank or not on the list.</summary>
    private byte Code(
        SubmittedRecord record, SubmittedField field, bool[] allowed,
        SubmissionErrorCode unknown = SubmissionErrorCode.DispensingCodeUnknown)
    {
        var text = record[field];
        if (text.IsEmpty)
        {
            return 0;
        }

        var code = FieldText.Number(text);
        if (allowed.Has(code))
        {
            return (byte)code;
        }

        fault(unknown, field);
        return 0;
    }

    /// <summary>A number that need not be there; -1 when blank or not readable.</summary>
    private int Optional(SubmittedRecord record, SubmittedField field)
    {
        var text = record[field];
        var number = FieldText.Number(text);
        if (number < 0 && !text.IsEmpty)
        {
            fault(SubmissionErrorCode.OptionalFieldInvalid, field);
        }

        return number;
    }

    private void Flag(ref DispensationRow fill, RecordQuality quality, SubmissionErrorCode code, SubmittedField field)
    {
        fill.Quality |= quality;
        fault(code, field);
    }

    private TextSlice Keep(ReadOnlySpan<byte> text, SubmittedField field, RecordBatch batch)
    {
        if (FieldText.IsClean(text) && text.Length <= FieldText.MaxLength)
        {
            return batch.Keep(text);
        }

        fault(FieldText.IsClean(text) ? SubmissionErrorCode.FieldFarTooLong : SubmissionErrorCode.TextInvalid, field);
        return default;
    }

    private static ReadOnlySpan<byte> UpperWithoutDots(ReadOnlySpan<byte> text, Span<byte> scratch)
    {
        // An ICD-10 code has seven characters; a text that is longer than the scratch is no code and is kept as it is.
        if (text.IsEmpty || text.Length > scratch.Length)
        {
            return text;
        }

        var length = 0;
        foreach (var c in text)
        {
            if (c != (byte)'.')
            {
                scratch[length++] = c is >= (byte)'a' and <= (byte)'z' ? (byte)(c - 32) : c;
            }
        }

        return scratch[..length];
    }

    private static ReadOnlySpan<byte> Joined(ReadOnlySpan<byte> state, ReadOnlySpan<byte> number, Span<byte> scratch)
    {
        var length = state.Length + 1 + number.Length;
        if (length > scratch.Length)
        {
            scratch = new byte[length];
        }

        state.CopyTo(scratch);
        scratch[state.Length] = (byte)'-';
        number.CopyTo(scratch[(state.Length + 1)..]);
        return scratch[..length];
    }
}
