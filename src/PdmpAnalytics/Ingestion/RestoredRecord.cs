using System.Buffers;
using System.Globalization;
using System.Text;
using PdmpAnalytics.Dispensing;
using static PdmpAnalytics.Ingestion.SubmittedField;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// Puts a checked record together again as a small CSV, for those that the store turns down when the file has been read on. Keeping
/// the text of every record until then would cost as much as reading it; what cannot be read (E121) is gone, and a compound is
/// kept as it was sent, for its ingredients have no column. Pure.
/// </summary>
internal static class RestoredRecord
{
    private static readonly SubmittedField[] OfFill =
    [
        SubmittedField.ReportStatus, RxNumber, DateWritten, RefillsAuthorized, DateFilled, RefillNumber, Quantity, DaysSupply, DosageUnits,
        TransmissionForm, PartialFill, SubmittedField.PaymentType, DateSold, QuantityPrescribed, TreatmentType, DiagnosisCode,
        DiscountCard, PatientLocation, BlankSerialState, BlankSerial,
    ];

    /// <summary>Those of a product that have a column.</summary>
    private static readonly SubmittedField[] OfProduct = [ProductIdQualifier, SubmittedField.Ndc];

    private static readonly string Header = string.Join(',', new[]
    {
        OfFill, DispenserChecks.Fields, PatientChecks.Fields, PrescriberChecks.Fields, OfProduct,
    }.SelectMany(fields => fields).Select(field => field.Column())) + "\n";

    /// <summary>A header and the record, or the record as it was sent where it was kept.</summary>
    /// <param name="record">With positions among the file's identities in its fill, not yet with the store's ids.</param>
    public static byte[] ToFile(in CheckedRecord record, RecordBatch batch, int position, RecordChecks checks)
    {
        if (batch.Originals.TryGetValue(position, out var original))
        {
            return original;
        }

        var file = new ArrayBufferWriter<byte>(1024);
        file.Write(Encoding.ASCII.GetBytes(Header));
        WriteFill(file, in record, batch);
        WriteIdentity(file, checks.Dispensers.TextOf(record.Dispenser), DispenserChecks.Fields.Length);
        WriteIdentity(file, batch.Patients.TextOf(record.Patient), PatientChecks.Fields.Length);
        WriteIdentity(file, checks.Prescribers.TextOf(record.Fill.PrescriberSiteId), PrescriberChecks.Fields.Length);
        WriteIdentity(file, checks.Products.TextOf(record.Fill.DrugId), OfProduct.Length);
        file.Write("\n"u8);
        return file.WrittenSpan.ToArray();
    }

    private static void WriteFill(ArrayBufferWriter<byte> file, in CheckedRecord record, RecordBatch batch)
    {
        ref readonly var fill = ref record.Fill;
        var serial = batch.Text(record.BlankSerial);
        var state = serial.IndexOf((byte)'-');
        Write(file, Code((byte)record.Status), isFirst: true);
        Write(file, batch.Text(record.RxNumber));
        Write(file, Day(fill.WrittenDay));
        Write(file, fill.RefillsAuthorized < 0 ? "" : Number(fill.RefillsAuthorized));
        Write(file, Day(fill.FilledDay));
        Write(file, Number(fill.FillNumber));
        Write(file, Decimal(fill.Quantity));
        Write(file, Number(fill.DaysSupply));
        Write(file, CodeOrBlank(record.DosageUnits));
        Write(file, CodeOrBlank(fill.TransmissionForm));
        Write(file, Code(fill.PartialFill));
        Write(file, CodeOrBlank((byte)fill.Payment));
        Write(file, Day(fill.SoldDay));
        Write(file, double.IsNaN(record.QuantityPrescribed) ? "" : Decimal(record.QuantityPrescribed));
        Write(file, CodeOrBlank(record.TreatmentType));
        Write(file, batch.Text(record.Diagnosis));
        Write(file, fill.Context.HasFlag(FillContext.DiscountCard) ? "01" : "");
        Write(file, CodeOrBlank(record.PatientLocation));
        Write(file, state < 0 ? default : serial[..state]);
        Write(file, serial[(state + 1)..]);
    }

    private static void WriteIdentity(ArrayBufferWriter<byte> file, ReadOnlySpan<byte> identity, int count)
    {
        var fields = new IdentityFields(identity);
        for (var i = 0; i < count; i++)
        {
            Write(file, fields.Next());
        }
    }

    private static void Write(ArrayBufferWriter<byte> file, string text, bool isFirst = false) =>
        Write(file, Encoding.ASCII.GetBytes(text), isFirst);

    private static void Write(ArrayBufferWriter<byte> file, ReadOnlySpan<byte> text, bool isFirst = false)
    {
        file.Write(isFirst ? "\""u8 : ",\""u8);
        for (int quote; (quote = text.IndexOf((byte)'"')) >= 0; text = text[(quote + 1)..])
        {
            file.Write(text[..(quote + 1)]);
            file.Write("\""u8);
        }

        file.Write(text);
        file.Write("\""u8);
    }

    private static string Day(int day) => day == 0 ? "" : DateOnly.FromDayNumber(day).ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Code(byte code) => code.ToString("D2", CultureInfo.InvariantCulture);

    private static string CodeOrBlank(byte code) => code == 0 ? "" : Code(code);

    /// <summary>All of the 15 digits a value may have (<see cref="FieldText.TryDecimal"/>), without an exponent.</summary>
    private static string Decimal(double value) => value.ToString("0.###############", CultureInfo.InvariantCulture);
}
