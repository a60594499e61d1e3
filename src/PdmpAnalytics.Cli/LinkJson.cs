using System.Text.Json;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Patients.Matching;

namespace PdmpAnalytics.Cli;

/// <summary>Linkage as JSON, for pages and programs. The records hold identity.</summary>
internal static class LinkJson
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void Write(TextWriter writer, IReadOnlyList<LinkPage> pages) => Print(writer, pages.Select(page => new
    {
        page.Outcome,
        page.SamePatient,
        page.EqualKeys,
        Decision = page.Decision is { } d
            ? new { d.Id, Verdict = d.Verdict.ToString().ToLowerInvariant(), d.DecidedBy, d.DecidedAt, d.Reason }
            : null,
        Model = page.ModelVersion,
        WeightBits = page.Explanation?.TotalBits,
        page.Explanation?.Probability,
        page.Explanation?.PriorBits,
        page.Explanation?.HouseholdBits,
        Guard = page.Explanation is { Guard: not LinkGuard.None } guarded ? guarded.Guard.ToString() : null,
        page.Explanation?.GuardBits,
        Parts = page.Explanation?.Parts.Select(p => new { Field = p.Field.ToString(), p.Level, p.Bits, p.TermBits }),
        Records = new[] { Record(page.A), Record(page.B) },
    }));

    public static void Write(TextWriter writer, IEnumerable<DoubtfulPair> pairs) => Print(writer, pairs.Select(p => new
    {
        p.RecordA,
        p.RecordB,
        p.PatientA,
        p.PatientB,
        p.Probability,
        p.WeightBits,
        p.FillsAtStake,
        p.Interest,
        Guard = p.IsStopped ? p.Guard.ToString() : null,
        p.UnguardedProbability,
    }));

    public static void Write(TextWriter writer, IEnumerable<LinkEvent> journal) => Print(writer, journal.Select(e => new
    {
        e.Id,
        e.At,
        e.By,
        Kind = e.Kind.ToString().ToLowerInvariant(),
        Cause = e.Cause.ToString(),
        e.FromPatientId,
        e.IntoPatientId,
        e.ModelId,
        e.DecisionId,
        e.UndoneByDecisionId,
        MovedRecords = e.Records.Where(r => r.Moved).Select(r => r.RecordId).Order(),
    }));

    private static object Record(PatientRecord r) => new
    {
        r.Id,
        r.PatientId,
        r.LastName,
        r.FirstName,
        r.MiddleName,
        r.Suffix,
        r.BirthDate,
        r.Sex,
        r.Address,
        r.City,
        r.State,
        r.Zip,
        r.Phone,
        r.IdQualifier,
        r.IdValue,
        r.Animal,
    };

    private static void Print<T>(TextWriter writer, T value) => writer.WriteLine(JsonSerializer.Serialize(value, Options));
}
