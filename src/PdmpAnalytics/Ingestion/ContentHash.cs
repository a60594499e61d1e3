using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// A hash over what a record says about the fill itself; identities are added by the caller. Values are hashed as read, so
/// <c>30</c> and <c>30.0</c>, or two ways to write a date, say the same.
/// </summary>
internal static class ContentHash
{
    public static ulong Of(in CheckedRecord record, RecordBatch batch)
    {
        ref readonly var fill = ref record.Fill;
        var codes = (ulong)(byte)fill.Payment | (ulong)fill.TransmissionForm << 8 | (ulong)record.DosageUnits << 16
            | (ulong)record.TreatmentType << 24 | (ulong)record.PatientLocation << 32 | (ulong)(ushort)fill.Context << 40;
        var hash = ((ulong)fill.RxKey)
            .With((ulong)(uint)fill.FilledDay << 32 | (uint)fill.WrittenDay)
            .With((ulong)(uint)fill.SoldDay << 32 | (ulong)(ushort)fill.DaysSupply << 16 | (ushort)fill.FillNumber)
            .With((ulong)(ushort)fill.RefillsAuthorized << 16 | fill.PartialFill)
            .With(BitConverter.DoubleToUInt64Bits(fill.Quantity))
            .With(BitConverter.DoubleToUInt64Bits(record.QuantityPrescribed))
            .With(codes);
        return record.Diagnosis.Length + record.BlankSerial.Length == 0
            ? hash
            : hash.With(StableHash.Of(batch.Text(record.Diagnosis))).With(StableHash.Of(batch.Text(record.BlankSerial)));
    }
}
