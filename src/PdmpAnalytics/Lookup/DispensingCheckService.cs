using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup.Checking;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Reporting;
using PdmpAnalytics.Lookup.Searching;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Lookup;

/// <summary>The answer to a check: what the fill would trigger, when one patient was meant. Prints nothing personal.</summary>
public sealed record CheckAnswer(Guid Id, PatientSearch Search, DispensingCheck? Check)
{
    public override string ToString() => $"answer {Id}";
}

/// <summary>Says what a proposed fill would trigger before it is dispensed. Stores nothing but the disclosure.</summary>
public sealed class DispensingCheckService(
    IDbContextFactory<PdmpDbContext> contexts, PatientSearchService searches, PatientFileService files, LookupKnowledgeService knowledge,
    InquiryRightsService rights, DisclosureService disclosures, PatientReportService reports, LookupDeadlineService deadline, LookupOptions options,
    TimeProvider clock)
{
    /// <param name="picked">A patient of the pick list that the same query gives; null for a sure match only.</param>
    /// <returns>Refused: Incomplete for what cannot be asked, NotAllowed for a delegate without a live approval, NotFound for an unknown product or somebody who is not on the pick list.</returns>
    /// <exception cref="TimeoutException">The database did not answer by <see cref="LookupOptions.Deadline"/>.</exception>
    public Task<Result<CheckAnswer>> CheckAsync(
        PatientQuery query, ProposedFill proposed, Inquiry inquiry, long? picked = null, CancellationToken cancellation = default) =>
        deadline.KeepAsync(token => MakeAsync(query, proposed, inquiry, picked, token), cancellation);

    private async Task<Result<CheckAnswer>> MakeAsync(PatientQuery query, ProposedFill proposed, Inquiry inquiry, long? picked, CancellationToken cancellation)
    {
        if (QueryChecks.Of(query, reports.Today).Concat(proposed.Faults(reports.Today)).FirstOrDefault() is { } fault)
        {
            return new Refusal(RefusalReason.Incomplete, fault.Message);
        }

        if (await rights.RefusalOfAsync(query, inquiry, cancellation) is { } barred)
        {
            return barred;
        }

        var search = await searches.FindAsync(query, reports.SeesTreatmentPrograms(inquiry), cancellation);
        var patient = PatientReportService.Opened(search, picked);
        if (patient.Refusal is not null || patient.Value is null)
        {
            var unopened = await disclosures.RecordAsync(DisclosureKind.Check, query, inquiry, search, DisclosedContent.None, cancellation);
            return patient.Refusal is { } refusal ? refusal : new CheckAnswer(unopened, search, null);
        }

        var on = proposed.On ?? reports.Today;
        var file = await files.ReadAsync(patient.Value.Value, reports.SeesTreatmentPrograms(inquiry), cancellation);
        var known = await knowledge.OnAsync(on, file.Rows, cancellation);
        if (ResolvedProposal.Product(proposed.Ndc, known.Reference) is not { } drug)
        {
            await disclosures.RecordAsync(DisclosureKind.Check, query, inquiry, search, DisclosedContent.None, cancellation);
            return new Refusal(RefusalReason.NotFound, "No product of this code is known, so no rule can judge it.");
        }

        var fills = Array.ConvertAll(file.Rows, row => FillBuilder.Build(in row, known.Reference));
        var shown = file.Fills.OrderByDescending(f => f.Supply.FirstDay).ThenByDescending(f => f.Fill.Id).ToList();
        var proposal = ResolvedProposal.Of(
            proposed, on, drug, await SiteAsync(proposed.Prescriber, known.Reference, cancellation),
            await PharmacyAsync(proposed.Pharmacy, known.Reference, cancellation), fills, ReportedProviders.HomeZip(shown), known.Reference);
        var check = new DispensingChecker(known, file.PatientId, fills, OwnPractices.Of(file.Fills, known.Reference)).Check(
            proposal, clock.GetUtcNow(), reports.Today, NearbyPharmacies.Of(shown, known, options));
        var id = await disclosures.RecordAsync(
            DisclosureKind.Check, query, inquiry, search, new DisclosedContent(file.PatientId, check.Overlaps.Count, "") { ReasonWithheld = BreakGlass.Names(file.Records, inquiry) }, cancellation);
        return new CheckAnswer(id, search, check with { CheckId = id });
    }

    /// <summary>The site a prescriber writes from most; null when none bears the number, or only since the reference was read.</summary>
    private async Task<PrescriberSiteFacts?> SiteAsync(string number, DispensingReference reference, CancellationToken cancellation)
    {
        if (number.Length == 0)
        {
            return null;
        }

        var upper = number.ToUpperInvariant();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var site = await (
            from prescriber in db.Set<Prescriber>()
            where prescriber.Npi == upper || prescriber.Dea == upper
            join place in db.Set<PrescriberSite>() on prescriber.Id equals place.PrescriberId
            orderby place.Fills descending, place.Id
            select (int?)place.Id).FirstOrDefaultAsync(cancellation);
        return site is { } id && id < reference.PrescriberSites.Length ? reference.PrescriberSites[id] : null;
    }

    private async Task<(int Id, DispenserFacts Facts)?> PharmacyAsync(string number, DispensingReference reference, CancellationToken cancellation)
    {
        if (number.Length == 0)
        {
            return null;
        }

        var upper = number.ToUpperInvariant();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var found = await db.Set<Dispenser>().Where(d => d.Dea == upper || d.Npi == upper || d.Ncpdp == upper)
            .OrderBy(d => d.Id).Select(d => (int?)d.Id).FirstOrDefaultAsync(cancellation);
        return found is { } id && id < reference.Dispensers.Length ? (id, reference.Dispensers[id]) : null;
    }
}
