using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.Storage;

/// <summary>A planned batch with all ids known, ready to be written.</summary>
internal sealed class DispensationChanges
{
    /// <summary>Records with the store's ids in <see cref="CheckedRecord.Fill"/>.</summary>
    public required RecordBatch Batch { get; init; }
    public required RecordPlan Plan { get; init; }

    /// <summary>Patient record id by record of the batch; set for planned versions.</summary>
    public required long[] PatientRecordIds { get; init; }

    /// <summary>Positions in <see cref="RecordPlan.Inserts"/> by patient, then id: the order of the table.</summary>
    public required ReadOnlyMemory<int> Order { get; init; }
    public required int SubmissionId { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Patient and id of a version, those that this batch adds included; zeros for none.</summary>
    public (long PatientId, long DispensationId) Resolve(VersionRef version)
    {
        if (version.IsInsert)
        {
            ref readonly var fill = ref Batch.Records[Plan.Inserts[version.Position].Record].Fill;
            return (fill.PatientId, fill.DispensationId);
        }

        if (version.IsCopy)
        {
            var copy = Plan.Copies[version.Position];
            return (copy.Source.PatientId, copy.DispensationId);
        }

        return (version.PatientId, version.DispensationId);
    }
}
