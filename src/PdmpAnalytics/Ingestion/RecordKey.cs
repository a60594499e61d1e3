namespace PdmpAnalytics.Ingestion;

/// <summary>
/// What makes two reports the same dispensation: dispenser, prescription number, fill date, fill number, part (contract: record key).
/// </summary>
internal readonly record struct RecordKey(int FilledDay, int DispenserId, long RxKey, short FillNumber, byte PartialFill);

/// <summary>The live version under a record key. <c>default</c> stands for none.</summary>
internal readonly record struct LiveVersion(
    long PatientId, long DispensationId, ulong ContentHash, double Quantity, int PrescriberSiteId)
{
    public bool Exists => DispensationId != 0;
}
