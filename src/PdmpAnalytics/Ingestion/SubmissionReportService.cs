using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// Makes the report of a file: just loaded, or from what the store keeps of it, so that a report can be had again. Values are
/// quoted of rejected records only, which are kept; of a loaded record the position says where to look.
/// </summary>
public sealed class SubmissionReportService(IDbContextFactory<PdmpDbContext> contexts, RecordVault vault)
{
    /// <summary>The report of a load that has just ended; of the first load when the same file came again.</summary>
    public async Task<SubmissionReport> OfAsync(SubmissionOutcome outcome, CancellationToken cancellation = default)
    {
        if (outcome.SubmissionId is not { } id || await ReadAsync(id, cancellation) is not { } stored)
        {
            return OfOutcome(outcome);
        }

        // The store keeps the first faults of a code and no transactions of a refused file; the load knows them all.
        return outcome.Result == SubmissionResult.AlreadyLoaded
            ? stored with { Name = outcome.Name, CameBefore = true }
            : stored with
            {
                ByCode = Counted(outcome),
                Transactions = outcome.Transactions,
                UnknownProducts = outcome.UnknownProducts,
            };
    }

    /// <summary>The report of a stored file.</summary>
    public async Task<Result<SubmissionReport>> FindAsync(int submissionId, CancellationToken cancellation = default)
    {
        var report = await ReadAsync(submissionId, cancellation);
        return report is not null
            ? report
            : new Refusal(RefusalReason.NotFound, $"There is no submission {submissionId}; pdmp submissions list shows all.");
    }

    private static SubmissionReport OfOutcome(SubmissionOutcome outcome) => new()
    {
        Name = outcome.Name,
        Submitter = outcome.Submitter,
        ReceivedAt = outcome.ReceivedAt,
        Result = outcome.Result,
        Transactions = outcome.Transactions,
        Counts = outcome.Counts,
        ByCode = Counted(outcome),
        Faults = [.. outcome.Faults.Select(f => new ReportedFault(f.Line, f.Column, f.Code))],
        UnknownProducts = outcome.UnknownProducts,
    };

    private static IReadOnlyList<CodeCount> Counted(SubmissionOutcome outcome) =>
        SubmissionReport.Ordered(outcome.FaultCounts.Select(c => new CodeCount(c.Key, c.Value)));

    private async Task<SubmissionReport?> ReadAsync(int id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var submission = await db.Set<Submission>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellation);
        if (submission is null)
        {
            return null;
        }

        var errors = await db.Set<SubmissionError>().AsNoTracking()
            .Where(e => e.SubmissionId == id).OrderBy(e => e.Sequence).ToListAsync(cancellation);
        var quotes = await QuotesAsync(db, id, errors, cancellation);
        return new SubmissionReport
        {
            Name = submission.Name,
            SubmissionId = id,
            Submitter = submission.Submitter,
            ReceivedAt = submission.ReceivedAt,
            Result = submission.Result,
            Transactions = await db.Set<SubmittedTransaction>().AsNoTracking()
                .Where(t => t.SubmissionId == id).OrderBy(t => t.Sequence).ToListAsync(cancellation),
            Counts = new SubmissionCounts
            {
                Read = submission.Records,
                Loaded = submission.Loaded,
                Revised = submission.Revised,
                Voided = submission.Voided,
                Duplicates = submission.Duplicates,
                NotFound = submission.NotFound,
                Rejected = submission.Rejected,
                Serious = submission.Serious,
                ZeroReports = submission.ZeroReports,
                ZeroReportsRefused = submission.ZeroReportsRefused,
                UnknownProducts = submission.UnknownProducts,
            },
            ByCode = SubmissionReport.CountKept(errors),
            Faults = [.. errors.Select(e => new ReportedFault(e.Line, e.Field, e.Code, quotes.Texts.GetValueOrDefault(e.Sequence)))],
            UnknownProducts = submission.UnknownProducts > 0 ? await UnknownProductsAsync(db, id, cancellation) : [],
            QuotesMissing = quotes.Problem,
        };
    }

    /// <summary>The fields to correct of records that are still kept, by sequence of the fault.</summary>
    private async Task<(Dictionary<int, string?> Texts, string? Problem)> QuotesAsync(
        PdmpDbContext db, int id, List<SubmissionError> errors, CancellationToken cancellation)
    {
        var texts = new Dictionary<int, string?>();
        string? problem = null;
        var faultsByLine = errors.Where(e => e.Line > 0 && e.Field.Length > 0).ToLookup(e => e.Line);
        var kept = db.Set<RejectedRecord>().AsNoTracking()
            .Where(r => r.SubmissionId == id && r.State == RejectedRecordState.Open)
            .Select(r => new { r.Line, r.ReceivedAt, r.Content }).AsAsyncEnumerable();
        await foreach (var record in kept.WithCancellation(cancellation))
        {
            if (problem is not null || !faultsByLine.Contains(record.Line))
            {
                continue;
            }

            var opened = vault.Open(record.Content, id, record.Line);
            if (opened.Refusal is { } refusal)
            {
                problem = $"No value is quoted. {refusal.Message}";
                continue;
            }

            var faults = faultsByLine[record.Line].ToList();
            var quotes = KeptRecord.Quote(opened.Value, record.ReceivedAt, faults.ConvertAll(f => f.Field));
            for (var i = 0; i < faults.Count; i++)
            {
                texts[faults[i].Sequence] = quotes[i];
            }
        }

        return (texts, problem);
    }

    /// <summary>Products of the file that no directory has named since.</summary>
    private static async Task<IReadOnlyList<UnknownProduct>> UnknownProductsAsync(PdmpDbContext db, int id, CancellationToken cancellation)
    {
        var counts = await db.Set<Dispensation>().Where(d => d.SubmissionId == id)
            .Join(db.Set<DrugProduct>().Where(p => p.Ingredient == null), d => d.DrugId, p => p.Id, (d, p) => p.Id)
            .GroupBy(product => product, (product, records) => new { Product = product, Records = records.LongCount() })
            .ToDictionaryAsync(c => c.Product, c => c.Records, cancellation);
        var products = await db.Set<DrugProduct>().AsNoTracking().Where(p => counts.Keys.Contains(p.Id)).ToListAsync(cancellation);
        return
        [
            .. products
                .GroupBy(p => p.Ndc.IsEmpty ? SubmittedProduct.NotAnNdc : p.Code, (code, same) => new UnknownProduct(code, same.Sum(p => counts[p.Id])))
                .OrderByDescending(p => p.Records).ThenBy(p => p.Code, StringComparer.Ordinal),
        ];
    }
}
