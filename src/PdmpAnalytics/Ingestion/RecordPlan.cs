using System.Runtime.InteropServices;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// What a batch of checked records does to the store. Reports that come in effective order follow from what each key stands for
/// (<see cref="Take"/>); a key with a report that came late is judged again from all its reports (<see cref="Replay"/>). Pure.
/// </summary>
/// <param name="refuseUnknown">True when a programme takes no revision of what is not there.</param>
internal sealed class RecordPlan(bool refuseUnknown)
{
    private readonly Dictionary<RecordKey, KeyState> _states = new(RecordBatch.Capacity);
    private readonly ReplayPlan _replay = new(refuseUnknown);

    /// <summary>Versions to add for records, in effective order.</summary>
    public List<PlannedVersion> Inserts { get; } = new(RecordBatch.Capacity);

    /// <summary>Kept versions that become live: each is copied, for a closed version is never opened again.</summary>
    public List<PlannedCopy> Copies { get; } = [];

    /// <summary>Stored live versions to close.</summary>
    public List<VersionRef> Closings { get; } = [];

    /// <summary>What the keys of the batch stand for from now on.</summary>
    public List<PlannedKey> Keys { get; } = new(RecordBatch.Capacity);

    public List<PlannedReport> Reports { get; } = [];

    /// <summary>Keys with a report that came late, to be replayed.</summary>
    public List<LateKey> Late { get; } = [];

    /// <summary>By record of the batch; not for records that were left out.</summary>
    public ReportOutcome[] Outcomes { get; } = new ReportOutcome[RecordBatch.Capacity];

    /// <summary>Forgets what an earlier batch left behind.</summary>
    public void Clear()
    {
        _states.Clear();
        Inserts.Clear();
        Copies.Clear();
        Closings.Clear();
        Keys.Clear();
        Reports.Clear();
        Late.Clear();
    }

    /// <summary>Plans a batch; keys with late reports are only gathered in <see cref="Late"/>.</summary>
    /// <param name="order">Positions of the records to take, in effective order.</param>
    /// <param name="stored">What the store knows of each record's key.</param>
    public void Take(RecordReports records, ReadOnlySpan<int> order, ReadOnlySpan<StoredKey> stored)
    {
        Clear();
        foreach (var i in order)
        {
            ref var state = ref CollectionsMarshal.GetValueRefOrAddDefault(_states, records.Key(i), out var seen);
            if (!seen)
            {
                state = new KeyState { First = i, Live = stored[i].Live, Late = -1 };
                if (stored[i].Exists && records.ReportedAt(i) < stored[i].ReportedAt)
                {
                    state.Late = Late.Count;
                    Late.Add(new LateKey(records.Key(i), stored[i]));
                }
            }

            if (state.Late >= 0)
            {
                Late[state.Late].Records.Add(i);
                continue;
            }

            Decide(records, i, ref state, in stored[state.First]);
            state.Count++;
            state.Last = i;
        }

        foreach (var (key, state) in _states)
        {
            if (state.Late < 0)
            {
                AddKey(records, key, in state, in stored[state.First]);
            }
        }
    }

    /// <summary>Judges a key again from all its reports, old and new.</summary>
    /// <param name="listed">Its reports in the store; empty when it has none listed.</param>
    public void Replay(LateKey late, IReadOnlyList<KeyReport> listed, RecordReports records) =>
        _replay.Run(this, late, listed, records);

    /// <summary>Patients were merged after the plan was made: what it says of stored versions follows.</summary>
    public void FollowMerges(IReadOnlyDictionary<long, long> into)
    {
        VersionRef Moved(VersionRef version) =>
            into.TryGetValue(version.PatientId, out var patient) ? version with { PatientId = patient } : version;
        for (var i = 0; i < Closings.Count; i++)
        {
            Closings[i] = Moved(Closings[i]);
        }

        for (var i = 0; i < Copies.Count; i++)
        {
            Copies[i] = Copies[i] with { Source = Moved(Copies[i].Source) };
        }

        for (var i = 0; i < Keys.Count; i++)
        {
            Keys[i] = Keys[i] with { Version = Moved(Keys[i].Version) };
        }

        for (var i = 0; i < Reports.Count; i++)
        {
            Reports[i] = Reports[i] with { Report = Reports[i].Report with { Version = Moved(Reports[i].Report.Version) } };
        }
    }

    private void Decide(RecordReports records, int index, ref KeyState state, in StoredKey stored)
    {
        var before = state.Live.Version;
        var report = records.Report(index, default);
        var outcome = EffectiveOrder.Apply(ref state.Live, in report, refuseUnknown);
        Outcomes[index] = outcome;
        var version = default(VersionRef);
        switch (outcome)
        {
            case ReportOutcome.Loaded or ReportOutcome.LoadedUnknown:
                version = Insert(index, isLive: true);
                state.Live = state.Live with { Version = version };
                break;
            case ReportOutcome.Revised:
                Close(before);
                version = Insert(index, isLive: true);
                state.Live = state.Live with { Version = version };
                break;
            case ReportOutcome.Voided:
                Close(before);
                break;
            case ReportOutcome.Duplicate:
                version = before;
                break;
            case ReportOutcome.KeyExists or ReportOutcome.RevisionRefused:
                // Kept: a void that comes late may yet make room for it.
                version = Insert(index, isLive: false);
                break;
            case ReportOutcome.NotFound or ReportOutcome.VoidMismatch or ReportOutcome.Untouched:
                break;
        }

        ListReport(records, index, ref state, in stored, version);
    }

    /// <summary>Lists the report, unless the version it made live says it all: the only report of its key, new or revised.</summary>
    private void ListReport(RecordReports records, int index, ref KeyState state, in StoredKey stored, VersionRef version)
    {
        if (state.Count == 0)
        {
            if (stored is { Exists: true, HasReports: false })
            {
                Reports.Add(new PlannedReport(records.Key(index), stored.OnlyReport));
            }

            state.FirstVersion = version;
            state.Listed = stored.Exists || Outcomes[index] is not (ReportOutcome.Loaded or ReportOutcome.LoadedUnknown);
        }
        else if (!state.Listed)
        {
            Reports.Add(new PlannedReport(records.Key(index), records.Report(state.First, state.FirstVersion)));
            state.Listed = true;
        }

        if (state.Listed)
        {
            Reports.Add(new PlannedReport(records.Key(index), records.Report(index, version)));
        }
    }

    private void AddKey(RecordReports records, RecordKey key, in KeyState state, in StoredKey stored) => Keys.Add(new PlannedKey(
        key, IsNew: !stored.Exists, state.Live.Version, state.Live.ContentHash, records.ReportedAt(state.Last), records.Status(state.Last),
        state.Listed));

    internal VersionRef Insert(int record, bool isLive)
    {
        Inserts.Add(new PlannedVersion(record, isLive));
        return VersionRef.OfInsert(Inserts.Count - 1);
    }

    private void Close(VersionRef version)
    {
        if (version.IsInsert)
        {
            Inserts[version.Position] = Inserts[version.Position] with { IsLive = false };
        }
        else
        {
            Closings.Add(version);
        }
    }

    private struct KeyState
    {
        public LiveReport Live;

        /// <summary>First and last record of the batch under this key, in effective order.</summary>
        public int First;
        public int Last;
        public int Count;
        public VersionRef FirstVersion;

        /// <summary>True when the key's reports are listed.</summary>
        public bool Listed;

        /// <summary>Position in <see cref="RecordPlan.Late"/>; -1 when its reports come in order.</summary>
        public int Late;
    }
}

/// <summary>A version to add for a record.</summary>
/// <param name="Record">Position in the batch.</param>
/// <param name="IsLive">False when it is only kept: closed by a later report, or never let in.</param>
internal readonly record struct PlannedVersion(int Record, bool IsLive);

/// <summary>A kept version that becomes live as a new one.</summary>
/// <param name="Source">The version to copy.</param>
/// <param name="SubmissionId">Where the report came from that makes it live, with its line.</param>
/// <param name="DispensationId">Id of the new version, once it is given.</param>
internal readonly record struct PlannedCopy(VersionRef Source, int SubmissionId, int Line, long DispensationId);

/// <summary>What a key stands for.</summary>
/// <param name="Version">Its live version; none when there is none.</param>
/// <param name="ReportedAt">Effective time of its latest report, with what that asked for.</param>
internal readonly record struct PlannedKey(
    RecordKey Key, bool IsNew, VersionRef Version, ulong ContentHash, long ReportedAt, ReportStatus Status, bool HasReports);

/// <summary>A report to list under its key.</summary>
internal readonly record struct PlannedReport(RecordKey Key, KeyReport Report);

/// <summary>A key to be judged again from all its reports, because new ones came late.</summary>
internal sealed class LateKey(RecordKey key, StoredKey stored)
{
    public RecordKey Key { get; } = key;

    public StoredKey Stored { get; } = stored;

    /// <summary>Records of the batch under the key, in effective order.</summary>
    public List<int> Records { get; } = [];

    /// <summary>Withdrawals of transactions that reach the key.</summary>
    public List<KeyReport> Withdrawals { get; } = [];
}
