using System.Runtime.InteropServices;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// What a batch of checked records does to the store, decided record by record in file order (domain reference 1.6): a new one
/// is inserted unless its key is taken, a revision closes the live version and adds another, a void closes it. Pure.
/// </summary>
internal sealed class RecordPlan
{
    private readonly Dictionary<RecordKey, KeyState> _states = new(RecordBatch.Capacity);

    /// <summary>Versions to add, in file order.</summary>
    public List<PlannedVersion> Inserts { get; } = new(RecordBatch.Capacity);

    /// <summary>Stored versions to close.</summary>
    public List<LiveVersion> Closings { get; } = [];

    /// <summary>Stored keys to delete or to point to another version: <see cref="KeyChange.Insert"/> is -1 for delete.</summary>
    public List<KeyChange> KeyChanges { get; } = [];

    public List<RecordFault> Faults { get; } = [];

    public SubmissionCounts Counts { get; } = new();

    /// <summary>Plans a batch; what an earlier one left behind is forgotten.</summary>
    /// <param name="records">Checked records in file order.</param>
    /// <param name="keys">Their keys.</param>
    /// <param name="live">The stored live version under each key.</param>
    public void Make(ReadOnlySpan<CheckedRecord> records, ReadOnlySpan<RecordKey> keys, ReadOnlySpan<LiveVersion> live)
    {
        _states.Clear();
        Inserts.Clear();
        Closings.Clear();
        KeyChanges.Clear();
        Faults.Clear();
        Counts.Clear();
        for (var i = 0; i < records.Length; i++)
        {
            ref var state = ref CollectionsMarshal.GetValueRefOrAddDefault(_states, keys[i], out var seen);
            if (!seen)
            {
                state = new KeyState { Stored = live[i], Insert = -1, StoredIsLive = live[i].Exists };
            }

            Decide(in records[i], i, ref state, records);
        }

        foreach (var (key, state) in _states)
        {
            if (state.Stored.Exists && !state.StoredIsLive)
            {
                KeyChanges.Add(new KeyChange(key, state.Insert));
            }
            else if (state.Insert >= 0)
            {
                Inserts[state.Insert] = Inserts[state.Insert] with { TakesNewKey = true };
            }
        }
    }

    private void Decide(in CheckedRecord record, int index, ref KeyState state, ReadOnlySpan<CheckedRecord> records)
    {
        var exists = state.StoredIsLive || state.Insert >= 0;
        var (hash, quantity) = state.Insert >= 0
            ? (records[Inserts[state.Insert].Record].ContentHash, records[Inserts[state.Insert].Record].Fill.Quantity)
            : (state.Stored.ContentHash, state.Stored.Quantity);
        switch (record.Status)
        {
            case ReportStatus.Void when !exists:
                Fault(in record, SubmissionErrorCode.TargetNotFound, SubmittedField.None);
                Counts.NotFound++;
                break;
            case ReportStatus.Void when quantity != record.Fill.Quantity:
                Fault(in record, SubmissionErrorCode.VoidMismatch, SubmittedField.Quantity);
                Counts.Rejected++;
                break;
            case ReportStatus.Void:
                Close(ref state);
                Counts.Voided++;
                break;
            case ReportStatus.New or ReportStatus.Revise when exists && hash == record.ContentHash:
                Fault(in record, SubmissionErrorCode.Duplicate, SubmittedField.None);
                Counts.Duplicates++;
                break;
            case ReportStatus.New when exists:
                Fault(in record, SubmissionErrorCode.KeyExists, SubmittedField.None);
                Counts.Rejected++;
                break;
            case ReportStatus.New:
                Insert(ref state, index);
                Counts.Loaded++;
                break;
            case ReportStatus.Revise when exists:
                Close(ref state);
                Insert(ref state, index);
                Counts.Revised++;
                break;
            case ReportStatus.Revise:
                Fault(in record, SubmissionErrorCode.TargetNotFound, SubmittedField.None);
                Insert(ref state, index);
                Counts.NotFound++;
                Counts.Loaded++;
                break;
        }
    }

    private void Insert(ref KeyState state, int record)
    {
        state.Insert = Inserts.Count;
        Inserts.Add(new PlannedVersion(record, IsLive: true, TakesNewKey: false));
    }

    private void Close(ref KeyState state)
    {
        if (state.Insert >= 0)
        {
            Inserts[state.Insert] = Inserts[state.Insert] with { IsLive = false };
            state.Insert = -1;
        }
        else
        {
            Closings.Add(state.Stored);
            state.StoredIsLive = false;
        }
    }

    private void Fault(in CheckedRecord record, SubmissionErrorCode code, SubmittedField field) =>
        Faults.Add(new RecordFault(record.Line, code, field));

    private struct KeyState
    {
        public LiveVersion Stored;
        public bool StoredIsLive;

        /// <summary>Position in <see cref="Inserts"/> of the version this batch made live; -1 for none.</summary>
        public int Insert;
    }
}

/// <summary>A version to add.</summary>
/// <param name="Record">Position in the batch.</param>
/// <param name="IsLive">False when a later record of the same batch closes it.</param>
/// <param name="TakesNewKey">True when the key table gets a row for it.</param>
internal readonly record struct PlannedVersion(int Record, bool IsLive, bool TakesNewKey);

/// <summary>A stored key whose version was closed.</summary>
/// <param name="Insert">Position of the version it now stands for among the inserts; -1 when there is none and the key goes.</param>
internal readonly record struct KeyChange(RecordKey Key, int Insert);
