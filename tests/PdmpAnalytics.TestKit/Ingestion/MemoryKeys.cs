using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.TestKit.Ingestion;

/// <summary>
/// What intake keeps about record keys, in memory: runs the plans of <see cref="RecordPlan"/> without a database, so that many
/// sequences can be tried.
/// </summary>
public sealed class MemoryKeys
{
    private readonly RecordPlan _plan = new(refuseUnknown: false);
    private readonly Dictionary<RecordKey, StoredKey> _keys = [];
    private readonly Dictionary<RecordKey, List<KeyReport>> _reports = [];
    private readonly Dictionary<long, (ulong ContentHash, bool IsLive)> _versions = [];
    private readonly Dictionary<string, (int Submission, int First, int Last)> _sends = [];
    private readonly List<(string ControlNumber, KeyReport Report)> _waiting = [];
    private int _submission;

    /// <summary>Live content by prescription.</summary>
    public SortedDictionary<int, int> Live => new(_keys.Where(k => k.Value.Version.IsStored)
        .ToDictionary(k => (int)k.Key.RxKey, k => (int)k.Value.ContentHash - 1));

    /// <summary>True when the versions marked live are just those the keys stand for.</summary>
    public bool IsConsistent => _versions.Count(v => v.Value.IsLive) == Live.Count
        && _keys.Values.Where(k => k.Version.IsStored)
            .All(k => _versions[k.Version.DispensationId] == (k.ContentHash, true));

    /// <summary>Takes the transactions of a file in the way intake does: records first, then what is withdrawn.</summary>
    public void Load(IReadOnlyList<SentTransaction> file)
    {
        _submission++;
        var records = new List<CheckedRecord>();
        var times = new List<long>();
        var withdrawals = new List<(string ControlNumber, KeyReport Report)>();
        var line = 0;
        foreach (var transaction in file)
        {
            var first = ++line;
            times.Add(transaction.Second * 1000L);
            if (transaction.IsVoid)
            {
                withdrawals.Add((transaction.ControlNumber, new KeyReport(
                    transaction.Second * 1000L, _submission, first, ReportStatus.VoidFile, 0, 0, default)));
            }
            else if (!_sends.ContainsKey(transaction.ControlNumber))
            {
                records.AddRange(transaction.Reports.Select(r => Record(r, (short)times.Count, ++line)));
                _sends.Add(transaction.ControlNumber, (_submission, first, line));
                withdrawals.AddRange(_waiting.Where(w => w.ControlNumber == transaction.ControlNumber));
            }
        }

        Take([.. records], times);
        foreach (var (controlNumber, report) in withdrawals)
        {
            Withdraw(controlNumber, report);
        }
    }

    private void Take(CheckedRecord[] records, List<long> times)
    {
        var keys = Array.ConvertAll(records, r => new RecordKey(0, 0, r.Fill.RxKey, 0, 0));
        var stored = Array.ConvertAll(keys, key => _keys.GetValueOrDefault(key));
        var reports = new RecordReports(records, keys, _submission, times);
        int[] order = [.. Enumerable.Range(0, records.Length).OrderBy(reports.ReportedAt)];
        _plan.Take(reports, order, stored);
        Replay(reports);
        Write(records);
    }

    private void Withdraw(string controlNumber, KeyReport report)
    {
        if (!_sends.TryGetValue(controlNumber, out var target))
        {
            _waiting.Add((controlNumber, report));
            return;
        }

        report = report with { TargetSubmissionId = target.Submission, TargetFirstLine = target.First, TargetLastLine = target.Last };
        _plan.Clear();
        foreach (var (key, stored) in _keys)
        {
            var isOnly = stored is { HasReports: false } && report.Withdraws(stored.SubmissionId, stored.Line);
            if (isOnly || _reports.TryGetValue(key, out var listed) && listed.Exists(r => report.Withdraws(r.SubmissionId, r.Line)))
            {
                var late = new LateKey(key, stored);
                late.Withdrawals.Add(report);
                _plan.Late.Add(late);
            }
        }

        Replay(RecordReports.None);
        Write([]);
    }

    private void Replay(RecordReports reports)
    {
        foreach (var late in _plan.Late)
        {
            _plan.Replay(late, _reports.GetValueOrDefault(late.Key) ?? [], reports);
        }
    }

    private void Write(CheckedRecord[] records)
    {
        foreach (var closing in _plan.Closings)
        {
            _versions[closing.DispensationId] = (_versions[closing.DispensationId].ContentHash, false);
        }

        var inserted = _plan.Inserts.ConvertAll(v => Add(records[v.Record].ContentHash, v.IsLive));
        var copied = _plan.Copies.ConvertAll(c => Add(_versions[c.Source.DispensationId].ContentHash, isLive: true));
        VersionRef Stored(VersionRef version) =>
            version.IsInsert ? inserted[version.Position] : version.IsCopy ? copied[version.Position] : version;
        foreach (var (key, report) in _plan.Reports)
        {
            _reports.TryAdd(key, []);
            _reports[key].Add(report with { Version = Stored(report.Version) });
        }

        foreach (var key in _plan.Keys)
        {
            var version = Stored(key.Version);
            var from = _plan.Inserts.FindIndex(v => Stored(VersionRef.OfInsert(_plan.Inserts.IndexOf(v))) == version);
            var before = _keys.GetValueOrDefault(key.Key);
            var record = from >= 0 ? records[_plan.Inserts[from].Record] : default;
            _keys[key.Key] = new StoredKey
            {
                Exists = true,
                Version = version,
                ContentHash = key.ContentHash,
                Quantity = key.ContentHash == 0 ? 0 : QuantityOf((int)key.ContentHash - 1),
                SubmissionId = from >= 0 ? _submission : before.SubmissionId,
                Line = from >= 0 ? record.Line : before.Line,
                ReportedAt = key.ReportedAt,
                Status = key.Status,
                HasReports = key.HasReports,
            };
        }
    }

    private VersionRef Add(ulong contentHash, bool isLive)
    {
        var id = _versions.Count + 1;
        _versions.Add(id, (contentHash, isLive));
        return new VersionRef(1, id, 1, Added: 0);
    }

    private static CheckedRecord Record(SentReport report, short transaction, int line)
    {
        var record = new CheckedRecord
        {
            Status = report.Status,
            Transaction = transaction,
            Line = line,
            ContentHash = (ulong)report.Content + 1,
        };
        record.Fill.RxKey = report.Rx;
        record.Fill.Quantity = report.Quantity;
        return record;
    }

    private static int QuantityOf(int content) => new SentReport(0, ReportStatus.New, content).Quantity;
}
