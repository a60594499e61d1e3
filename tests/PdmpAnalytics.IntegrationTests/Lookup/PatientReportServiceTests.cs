using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Reporting;
using PdmpAnalytics.Lookup.Searching;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Lookup;

/// <summary>Reports from the store: the right person, the right content, and written down before they leave.</summary>
public class PatientReportServiceTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task SureMatch_GivesTheReport_WithWhatRunsToday(StorageProvider provider)
    {
        await using var counter = await Counter.OpenAsync(
            provider, Counter.Fill("1", "2025-03-01"), Counter.Fill("2", "2025-05-10").With("payment_type", "01"),
            Counter.Fill("3", "2025-05-20").With("pharmacy_dea", "FD1357905").With("pharmacy_npi", "").With("prescriber_dea", "MJ3188427").With("prescriber_npi", "").With("prescriber_last_name", "JONES"));

        var report = (await counter.AskAsync(Counter.Alice)).Report!;

        Assert.Equal("ALICE TESTPATIENT", report.Patient.Name);
        Assert.Equal((3, 2, 2, 1, 2), (report.Summary.Fills, report.Summary.Prescribers, report.Summary.Pharmacies, report.Summary.CashFills, report.Summary.ActiveRx));

        // 60 x 1 mg in 30 days, twice: 4 mg clonazepam a day.
        var perMg = report.Prescriptions[0].LmePerDay!.Value / report.Prescriptions[0].MgPerDay!.Value;
        Assert.Equal(4 * perMg, report.Summary.ActiveLme, 2);
        Assert.Equal([new DateOnly(2025, 5, 20), new DateOnly(2025, 5, 10), new DateOnly(2025, 3, 1)], report.Prescriptions.Select(p => p.SoldOrFilled));
        Assert.Contains("EarlyRefill", report.Prescriptions[0].Flags);
        Assert.Contains(report.Overlaps, o => o.First == new DateOnly(2025, 5, 20));
        Assert.Equal(3, report.Facts.Count);
        Assert.Contains(report.Alerts, a => a.RuleId == "OV-01" || a.RuleId == "ER-03");
        Assert.All(report.Alerts, a => Assert.True(a.Settles.Length > 10));
        Assert.StartsWith("Stands out", report.Headline, StringComparison.Ordinal);
        Assert.Equal(0, report.Doses[0].Lme);
        Assert.Equal(report.Summary.ActiveLme, report.Doses[^1].Lme, 2);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task EveryAnswer_IsWrittenDownFirst_WithWhoAskedAndWhatLeft(StorageProvider provider)
    {
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-10"));

        var found = await counter.AskAsync(Counter.Alice with { Zip = "55402" });
        var none = await counter.AskAsync(Counter.Alice with { LastName = "NOBODY" });

        var rows = await counter.DisclosuresAsync();
        Assert.Equal([found.Id, none.Id], rows.Select(r => r.Id));
        Assert.Equal(found.Id, found.Report!.ReportId);
        Assert.Equal(("pat", "pharmacist", QueryPurpose.Dispensing, "192.0.2.7", "found", 1L, 1), (rows[0].Account, rows[0].Role, rows[0].Purpose, rows[0].ClientAddress, rows[0].Outcome, rows[0].PatientId!.Value, rows[0].Fills));
        Assert.Equal(("not-found", null), (rows[1].Outcome, rows[1].PatientId));
        Assert.Equal("zip=55402", rows[0].FurtherItems);
        await using var db = counter.Database.Open();
        var events = await db.Set<AuditEvent>().OrderBy(e => e.Sequence).ToListAsync();
        Assert.Equal(rows.Select(r => r.Digest()), events.Select(e => e.Detail.Split(";digest=")[1][..32]));
        Assert.DoesNotContain(events, e => e.Detail.Contains("TESTPATIENT", StringComparison.OrdinalIgnoreCase));
        Assert.Null((await counter.Database.Get<AuditLog>().VerifyAsync()).Fault);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task AuditCannotBeWritten_NothingLeaves(StorageProvider provider)
    {
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-10"));
        await using (var db = counter.Database.Open())
        {
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE audit_events RENAME TO audit_events_gone");
        }

        await Assert.ThrowsAnyAsync<Exception>(() => counter.AskAsync(Counter.Alice));

        await using var after = counter.Database.Open();
        Assert.False(await after.Set<PatientDisclosure>().AnyAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task SwappedBirthDateAndNickname_AreListed_AndOpenWithTheSameQueryOnly(StorageProvider provider)
    {
        await using var counter = await Counter.OpenAsync(
            provider, Counter.Fill("1", "2025-05-10").With("patient_first_name", "ELIZABETH").With("patient_birth_date", "1980-02-11"));
        await counter.LinkAsync();
        var asked = Counter.Alice with { FirstName = "BETH", BirthDate = new DateOnly(1980, 11, 2) };

        var list = await counter.AskAsync(asked);
        var opened = await counter.AskAsync(asked, picked: 1);
        var other = await counter.Database.Get<PatientReportService>().ReportAsync(Counter.Alice with { LastName = "OTHER" }, Counter.Pharmacist, picked: 1);

        Assert.Equal((SearchOutcome.PickOne, null), (list.Search.Outcome, list.Report));
        Assert.Contains(new ItemDifference(QueryItem.BirthDate, DifferenceKind.Swapped), Assert.Single(list.Search.Candidates).Differences);
        Assert.Equal("ELIZABETH TESTPATIENT", opened.Report!.Patient.Name);
        Assert.Equal(RefusalReason.NotFound, other.Refusal?.Reason);
        Assert.Equal(["1", "", ""], (await counter.DisclosuresAsync()).Select(d => d.ListedPatients));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task OneDigitOfTheYearOff_IsListed_OnceLinked(StorageProvider provider)
    {
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-10"));
        await counter.LinkAsync();

        var list = await counter.AskAsync(Counter.Alice with { BirthDate = new DateOnly(1970, 2, 14) });

        Assert.Equal(SearchOutcome.PickOne, list.Search.Outcome);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task TreatmentProgramsFills_AreLeftOutEverywhere_ForWhoMayNotSeeThem(StorageProvider provider)
    {
        var program = Counter.Fill("2", "2025-05-12").With("pharmacy_dea", "FD1357905").With("pharmacy_npi", "").With("pharmacy_name", "Riverside Program").With("pharmacy_type", "05");
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-10"), program);

        var usual = (await counter.AskAsync(Counter.Alice)).Report!;
        var allowed = (await counter.AskAsync(Counter.Alice, Counter.Pharmacist with { SeesTreatmentPrograms = true })).Report!;

        Assert.Equal((1, 2), (usual.Summary.Fills, allowed.Summary.Fills));
        var text = LookupJson.Of(usual with { LatePharmacies = [] });
        Assert.DoesNotContain("Riverside", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Riverside", LookupJson.Of(allowed), StringComparison.OrdinalIgnoreCase);
    }

    [Theory, OnSqlite]
    public async Task Json_HasTheFieldsOfTheContract(StorageProvider provider)
    {
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-10").With("pharmacy_state", "MN"));

        using var json = JsonDocument.Parse(LookupJson.Of((await counter.AskAsync(Counter.Alice)).Report!));

        var root = json.RootElement;
        Has(root, "reportId", "generatedUtc", "asOf", "dataThrough", "request", "stateStatus", "patient", "summary", "scores", "alerts", "prescriptions", "notice");
        Has(root.GetProperty("request"), "lastName", "firstName", "dob", "rangeFrom", "rangeTo", "states");
        Has(root.GetProperty("stateStatus")[0], "state", "status", "message");
        Has(root.GetProperty("patient"), "name", "dob", "sex", "addresses", "linkedRecords", "linkConfidence");
        Has(root.GetProperty("patient").GetProperty("addresses")[0], "text", "from", "to");
        Has(
            root.GetProperty("summary"), "fills", "prescribers", "practices", "pharmacies", "firstFill", "lastFill", "activeRx", "activeMme", "activeLme",
            "avgLme30d", "avgLme90d", "opioidBenzoOverlapDays90", "cashFills");
        Has(root.GetProperty("scores"), "narcotic", "sedative", "stimulant", "disclaimer");
        Has(
            root.GetProperty("prescriptions")[0], "fillId", "soldOrFilled", "written", "drug", "ndc", "class", "schedule", "qty", "unit", "days", "refill",
            "partial", "mgPerDay", "lmePerDay", "mme", "pay", "prescriber", "pharmacy", "activeUntil", "state", "flags");
        Has(root.GetProperty("prescriptions")[0].GetProperty("prescriber"), "name", "npi", "dea", "city");
        Has(root.GetProperty("prescriptions")[0].GetProperty("pharmacy"), "name", "ncpdp", "city", "state");
        Assert.Equal("2025-06-01", root.GetProperty("asOf").GetString());
        Assert.Equal("0 of 2", root.GetProperty("prescriptions")[0].GetProperty("refill").GetString());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ProjectIndex_ComparesWithThePopulationOnceItIsTaken(StorageProvider provider)
    {
        var others = Enumerable.Range(0, 20).Select(i => Counter.Fill($"9{i}", "2025-05-01").With("patient_last_name", $"OTHER{(char)('A' + i)}").With("patient_id", $"X{i}77").With("quantity", "10"));
        await using var counter = await Counter.OpenAsync(provider, [.. others, Counter.Fill("1", "2025-05-10")]);

        Assert.Null((await counter.AskAsync(Counter.Alice)).Report!.Scores.Sedative);
        Assert.True(await counter.Database.Get<ProjectIndexService>().RefreshAsync(Counter.Today));
        Assert.False(await counter.Database.Get<ProjectIndexService>().RefreshAsync(Counter.Today));
        await counter.LoadAsync(Counter.Fill("2", "2025-05-11").With("pharmacy_dea", "FD1357905").With("pharmacy_npi", ""));
        var scores = (await counter.AskAsync(Counter.Alice)).Report!.Scores;

        Assert.Equal(0, scores.Narcotic);
        Assert.InRange(scores.Sedative!.Value, 700, 999);
        Assert.Equal(2, scores.Sedative % 10);
        Assert.Equal(4, scores.Parts.Count);
    }

    [Theory, OnSqlite]
    public async Task QueryThatCannotBeAsked_IsRefused_AndNothingIsKept(StorageProvider provider)
    {
        await using var counter = await Counter.OpenAsync(provider);
        var service = counter.Database.Get<PatientReportService>();

        foreach (var query in (PatientQuery[])
                 [
                     Counter.Alice with { LastName = " " }, Counter.Alice with { FirstName = "x' OR 1=1; --" }, Counter.Alice with { LastName = new string('A', 5000) },
                     Counter.Alice with { LastName = "\ud800" }, Counter.Alice with { BirthDate = new DateOnly(2031, 1, 1) }, Counter.Alice with { Zip = "abc" },
                     Counter.Alice with { FirstName = "A\0B" }, Counter.Alice with { Phone = "12" },
                 ])
        {
            Assert.Equal(RefusalReason.Incomplete, (await service.ReportAsync(query, Counter.Pharmacist)).Refusal?.Reason);
        }

        Assert.Empty(await counter.DisclosuresAsync());
        Assert.Equal(SearchOutcome.NotFound, (await counter.AskAsync(Counter.Alice with { LastName = "Ó'Brien-Núñez 王", FirstName = "Zoë" })).Search.Outcome);
    }

    private static void Has(JsonElement element, params string[] names) =>
        Assert.All(names, name => Assert.True(element.TryGetProperty(name, out _), name));
}
