using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Searching;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Lookup;

/// <summary>What opioid treatment programs reported, asked for by somebody who may see it and by somebody who may not (42 CFR Part 2).</summary>
public class TreatmentProgramTests
{
    private static readonly Inquiry Allowed = Counter.Pharmacist with { SeesTreatmentPrograms = true };

    /// <summary>A fill at another dispenser, which says nothing of what it is.</summary>
    private static CsvRow Program(string rx) => Counter.Fill(rx, "2025-05-12").With("pharmacy_dea", "FD1357905").With("pharmacy_npi", "").With("pharmacy_name", "Riverside");

    [Theory, OnSqlite, OnPostgres]
    public async Task PatientKnownToAProgramOnly_IsNotFound_NotListed_AndNotCounted(StorageProvider provider)
    {
        var only = Program("2").With("pharmacy_type", "05").With("patient_last_name", "TESTPATIENCE").With("patient_id", "X177");
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-10"), only);
        await counter.LinkAsync();
        var (exact, near) = (Counter.Alice with { LastName = "Testpatience" }, Counter.Alice with { LastName = "Testpatienc" });

        Assert.Equal(SearchOutcome.Found, (await counter.AskAsync(exact, Allowed)).Search.Outcome);
        var allowed = (await counter.AskAsync(near, Allowed)).Search;
        Assert.NotEqual(SearchOutcome.NotFound, allowed.Outcome);

        foreach (var query in (PatientQuery[])[exact, near])
        {
            var search = (await counter.AskAsync(query)).Search;
            Assert.DoesNotContain(search.Candidates, c => c.LastName == "TESTPATIENCE");
            Assert.InRange(search.Fitting, 0, 1);
        }

        // The one who has fills of her own is asked about without a question of which of the two.
        Assert.Equal(SearchOutcome.Found, (await counter.AskAsync(Counter.Alice)).Search.Outcome);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task RecordOfAProgram_IsNoLinkedRecord_AndItsAddressStaysAway(StorageProvider provider)
    {
        var program = Program("2").With("pharmacy_type", "05").With("patient_address", "9 HIDDEN LN").With("patient_phone", "5555550199");
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-10"), program);
        await counter.LinkAsync();

        var closed = (await counter.AskAsync(Counter.Alice)).Report!;
        var open = (await counter.AskAsync(Counter.Alice, Allowed)).Report!;

        Assert.Equal((1, 2), (closed.Patient.LinkedRecords, open.Patient.LinkedRecords));
        Assert.Equal((1, 2), (closed.Summary.Fills, open.Summary.Fills));
        Assert.DoesNotContain("HIDDEN", LookupJson.Of(closed), StringComparison.Ordinal);
        Assert.Contains("HIDDEN", LookupJson.Of(open), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ProgramThatDoesNotSayItIsOne_IsKnownByTheProgrammesList(StorageProvider provider)
    {
        await using var counter = new Counter(await TestDatabase.CreateAsync(provider, services => services
            .AddSingleton<TimeProvider>(new StoppedClock(new DateTimeOffset(2025, 6, 1, 15, 0, 0, TimeSpan.Zero)))
            .AddSingleton(new LookupOptions { TreatmentPrograms = ["FD1357905"] })));
        await counter.LoadAsync(Counter.Fill("1", "2025-05-10"), Program("2"));

        var closed = (await counter.AskAsync(Counter.Alice)).Report!;
        var open = (await counter.AskAsync(Counter.Alice, Allowed)).Report!;

        Assert.Equal((1, 2), (closed.Summary.Fills, open.Summary.Fills));
        Assert.DoesNotContain("Riverside", LookupJson.Of(closed with { LatePharmacies = [] }), StringComparison.OrdinalIgnoreCase);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task MethadoneAgainstDependence_IsAProgramsWhoeverReportsIt(StorageProvider provider)
    {
        // Methadone hydrochloride 10 mg tablet; the second is for pain.
        static CsvRow Methadone(string rx, string treatment) => Counter.Fill(rx, "2025-05-12").With("ndc", "00406577101").With("treatment_type", treatment);
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-10"), Methadone("2", "02"), Methadone("3", "01"));

        var closed = (await counter.AskAsync(Counter.Alice)).Report!;
        var open = (await counter.AskAsync(Counter.Alice, Allowed)).Report!;

        Assert.Equal((2, 3), (closed.Summary.Fills, open.Summary.Fills));
    }
}
