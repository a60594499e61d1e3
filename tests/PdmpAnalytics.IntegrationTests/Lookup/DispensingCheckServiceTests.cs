using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Lookup.Checking;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Lookup;

/// <summary>What a fill would trigger, asked of the rules themselves, with nothing stored but the disclosure.</summary>
public class DispensingCheckServiceTests
{
    private static readonly ProposedFill Same = new() { Ndc = "00093083301", Quantity = 60, DaysSupply = 30, On = Counter.Today };

    [Theory, OnSqlite, OnPostgres]
    public async Task FillOnTime_RaisesNothing(StorageProvider provider)
    {
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-02"));

        var check = await counter.CheckAsync(Same);

        Assert.Equal((0, 0, 0), (check.NewAlerts.Count, check.DaysEarly, check.QuietIf.Count));
        Assert.Null(check.SupplyUntil);
        Assert.StartsWith("This fill raises nothing new, by what is on record. The data reach no further than 2025-05-02", check.Headline, StringComparison.Ordinal);
        Assert.False(check.IsCurrent);
        Assert.Equal(0, check.Doses.LmeBefore);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task EarlyFillElsewhere_SaysWhatWouldHold_HowEarly_AndWhatMakesItQuiet(StorageProvider provider)
    {
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-22"));

        var check = await counter.CheckAsync(Same with { Pharmacy = "FD1357905", Prescriber = "MJ3188427" });

        // 22 May with 30 days covers up to 20 June; 1 June is 20 days before the supply is used up.
        Assert.Equal((20, new DateOnly(2025, 6, 20)), (check.DaysEarly, check.SupplyUntil));
        Assert.Contains(check.NewAlerts, a => a.Alert.RuleId is "ER-01" or "ER-03" or "OV-01");
        Assert.Contains(check.QuietIf, q => q.StartsWith("dispensed on 2025-06-", StringComparison.Ordinal));
        Assert.Equal(2 * check.Doses.LmeBefore, check.Doses.LmeAfter, 2);
        var overlap = Assert.Single(check.Overlaps);
        Assert.Equal((20, true, true), (overlap.Days, overlap.OtherPractice, overlap.OtherPharmacy));
        Assert.Equal(2, check.Assumed.Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Check_SaysWhatTheNightWouldSay_WhenTheFillIsReallyDispensed(StorageProvider provider)
    {
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-22"), Counter.Fill("2", "2025-04-20"));
        var asked = await counter.CheckAsync(Same with { Pharmacy = "FP1234563", Prescriber = "BS2048711", Payment = PaymentType.PrivatePay });

        await counter.LoadAsync(Counter.Fill("3", "2025-06-01").With("payment_type", "01"));
        var report = (await counter.AskAsync(Counter.Alice)).Report!;

        Assert.NotEmpty(asked.NewAlerts);
        Assert.Subset(report.Alerts.Select(a => a.RuleId).ToHashSet(), asked.NewAlerts.Select(a => a.Alert.RuleId).ToHashSet());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task WhoWroteAndWhereIsNotStated_CountsAsNew_AndWhatStatingWouldChangeIsSaid(StorageProvider provider)
    {
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-22"), Counter.Fill("2", "2025-05-30").With("pharmacy_dea", "FD1357905").With("pharmacy_npi", ""));

        var unknown = await counter.CheckAsync(Same with { On = new DateOnly(2025, 6, 19), Prescriber = "", Pharmacy = "" });
        var stated = await counter.CheckAsync(Same with { On = new DateOnly(2025, 6, 19), Prescriber = "BS2048711", Pharmacy = "FD1357905" });

        Assert.Equal(["No prescriber was given: counted as one more, new to this patient.", "No pharmacy was given: counted as one more, new to this patient."], unknown.Assumed);
        Assert.Empty(stated.Assumed);
        Assert.Contains(unknown.Overlaps, o => o.OtherPractice && o.OtherPharmacy);
        Assert.DoesNotContain(stated.Overlaps, o => o.OtherPractice);
        var only = unknown.NewAlerts.Select(a => a.Alert.RuleId).Except(stated.NewAlerts.Select(a => a.Alert.RuleId)).ToList();
        Assert.NotEmpty(only);
        Assert.Contains(unknown.NewAlerts, a => only.Contains(a.Alert.RuleId) && a.SilentIf.Contains("of the last fill (state", StringComparison.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task WhatKeepsItQuiet_IsNeverEmpty_AndSpeaksOfThisFillOnly(StorageProvider provider)
    {
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-22"));

        var check = await counter.CheckAsync(Same with { Prescriber = "MJ3188427", Pharmacy = "FD1357905", Payment = PaymentType.PrivatePay });

        Assert.NotEmpty(check.NewAlerts);
        Assert.NotEmpty(check.QuietIf);
        Assert.All(check.NewAlerts, a => Assert.DoesNotContain("2025-05-22", a.SilentIf, StringComparison.Ordinal));
        Assert.Contains(check.NewAlerts, a => a.SilentIf.StartsWith("dispensed on 2025-06-", StringComparison.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Texts_NameThePatientsOwnPrescribers_NeverAColleague(StorageProvider provider)
    {
        // JONES and COLLEAGUE share an address, so they are one practice; only JONES wrote for this patient.
        static PdmpAnalytics.TestKit.Ingestion.CsvRow Of(string rx, string filled, string dea, string last, string first) => Counter.Fill(rx, filled)
            .With("prescriber_dea", dea).With("prescriber_npi", "").With("prescriber_last_name", last).With("prescriber_first_name", first)
            .With("prescriber_address", "1 MILL RD").With("prescriber_zip", "41311");
        await using var counter = await Counter.OpenAsync(
            provider, Counter.Fill("1", "2025-05-10"), Of("2", "2025-05-20", "MJ3188427", "JONES", "MARY"),
            Of("3", "2025-05-20", "BS2048711", "COLLEAGUE", "CARL").With("patient_last_name", "OTHER").With("patient_id", "X177"),
            Of("4", "2025-05-21", "BS2048711", "COLLEAGUE", "CARL").With("patient_last_name", "OTHER").With("patient_id", "X177"));

        var report = (await counter.AskAsync(Counter.Alice)).Report!;
        var check = await counter.CheckAsync(Same with { Prescriber = "MJ3188427" });

        var text = string.Join(' ', report.Alerts.Select(a => a.Text));
        Assert.Contains("MARY JONES (41311)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("COLLEAGUE", text + LookupJson.Of(check), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Check_StoresNothingButTheDisclosure(StorageProvider provider)
    {
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-22"));
        var before = await DumpAsync(counter.Database);

        await counter.CheckAsync(Same);

        Assert.Equal(before, await DumpAsync(counter.Database));
        var row = Assert.Single(await counter.DisclosuresAsync());
        Assert.Equal((PdmpAnalytics.Lookup.Disclosure.DisclosureKind.Check, 1L), (row.Kind, row.PatientId!.Value));
    }

    [Theory, OnSqlite]
    public async Task WhatCannotBeChecked_IsRefused(StorageProvider provider)
    {
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-22"));
        var service = counter.Database.Get<DispensingCheckService>();

        async Task<RefusalReason?> RefusedAsync(ProposedFill proposed) => (await service.CheckAsync(Counter.Alice, proposed, Counter.Pharmacist)).Refusal?.Reason;

        Assert.Equal(RefusalReason.NotFound, await RefusedAsync(Same with { Ndc = "99999999999" }));
        Assert.Equal(RefusalReason.Incomplete, await RefusedAsync(Same with { Ndc = "12'; DROP" }));
        Assert.Equal(RefusalReason.Incomplete, await RefusedAsync(Same with { Quantity = double.NaN }));
        Assert.Equal(RefusalReason.Incomplete, await RefusedAsync(Same with { DaysSupply = 0 }));
        Assert.Equal(RefusalReason.Incomplete, await RefusedAsync(Same with { Prescriber = "x' OR" }));
    }

    private static async Task<string> DumpAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return await DatabaseDump.OfAsync(db, p => !p.DeclaringType.ClrType.Name.StartsWith("Audit", StringComparison.Ordinal) && p.DeclaringType.ClrType.Name != "PatientDisclosure");
    }
}
