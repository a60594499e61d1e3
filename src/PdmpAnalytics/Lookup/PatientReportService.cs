using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Reporting;
using PdmpAnalytics.Lookup.Searching;

namespace PdmpAnalytics.Lookup;

/// <summary>The answer to a query: a report when one patient was meant, else what to do next. Prints nothing personal.</summary>
/// <param name="Report">Null unless <see cref="PatientSearch.Outcome"/> is Found, or somebody of the pick list was picked.</param>
public sealed record LookupAnswer(Guid Id, PatientSearch Search, PatientReport? Report)
{
    public override string ToString() => $"answer {Id}";
}

/// <summary>Answers queries about one patient. Every answer is written down before it leaves; one that cannot be written down does not leave.</summary>
public sealed class PatientReportService(
    PatientSearchService searches, PatientFileService files, LookupKnowledgeService knowledge, InquiryRightsService rights, DisclosureService disclosures,
    LookupDeadlineService deadline, LookupOptions options, TimeProvider clock)
{
    private readonly PatientReportBuilder _builder = new(options);

    /// <summary>The day of asking.</summary>
    public DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>Who is meant, without opening anything.</summary>
    /// <returns>Refused: Incomplete for a query that cannot be asked, NotAllowed for a delegate without a live approval.</returns>
    /// <exception cref="TimeoutException">The database did not answer by <see cref="LookupOptions.Deadline"/>.</exception>
    public Task<Result<LookupAnswer>> SearchAsync(PatientQuery query, Inquiry inquiry, CancellationToken cancellation = default) =>
        deadline.KeepAsync(token => FindAsync(query, inquiry, token), cancellation);

    private async Task<Result<LookupAnswer>> FindAsync(PatientQuery query, Inquiry inquiry, CancellationToken cancellation)
    {
        if (QueryChecks.Of(query, Today) is [var fault, ..])
        {
            return new Refusal(RefusalReason.Incomplete, fault.Message);
        }

        if (await rights.RefusalOfAsync(query, inquiry, cancellation) is { } barred)
        {
            return barred;
        }

        var search = await searches.FindAsync(query, SeesTreatmentPrograms(inquiry), cancellation);
        return new LookupAnswer(await disclosures.RecordAsync(DisclosureKind.Search, query, inquiry, search, DisclosedContent.None, cancellation), search, null);
    }

    /// <summary>The report on the patient who is meant, or what to do next.</summary>
    /// <param name="picked">A patient of the pick list that the same query gives; null to open a sure match only.</param>
    /// <param name="asOf">The day to judge from; null for today.</param>
    /// <returns>Refused: Incomplete for a query that cannot be asked, NotAllowed for a delegate without a live approval, NotFound when the picked one is not on the pick list.</returns>
    /// <exception cref="TimeoutException">The database did not answer by <see cref="LookupOptions.Deadline"/>.</exception>
    public Task<Result<LookupAnswer>> ReportAsync(
        PatientQuery query, Inquiry inquiry, long? picked = null, DateOnly? asOf = null, CancellationToken cancellation = default) =>
        deadline.KeepAsync(token => MakeAsync(query, inquiry, picked, asOf, token), cancellation);

    private async Task<Result<LookupAnswer>> MakeAsync(PatientQuery query, Inquiry inquiry, long? picked, DateOnly? asOf, CancellationToken cancellation)
    {
        if (QueryChecks.Of(query, Today) is [var fault, ..])
        {
            return new Refusal(RefusalReason.Incomplete, fault.Message);
        }

        if (await rights.RefusalOfAsync(query, inquiry, cancellation) is { } barred)
        {
            return barred;
        }

        var search = await searches.FindAsync(query, SeesTreatmentPrograms(inquiry), cancellation);
        var patient = Opened(search, picked);
        if (patient.Refusal is { } refusal)
        {
            await disclosures.RecordAsync(DisclosureKind.Report, query, inquiry, search, DisclosedContent.None, cancellation);
            return refusal;
        }

        if (patient.Value is not { } id)
        {
            return new LookupAnswer(await disclosures.RecordAsync(DisclosureKind.Report, query, inquiry, search, DisclosedContent.None, cancellation), search, null);
        }

        var file = await files.ReadAsync(id, SeesTreatmentPrograms(inquiry), cancellation);
        var known = await knowledge.OnAsync(asOf ?? Today, file.Rows, cancellation);
        var report = _builder.Build(query, file, known, Guid.Empty, clock.GetUtcNow());
        var content = new DisclosedContent(id, report.Prescriptions.Count, string.Join(';', report.Request.States))
        {
            ReasonWithheld = BreakGlass.Names(file.Records, inquiry),
        };
        var disclosure = await disclosures.RecordAsync(DisclosureKind.Report, query, inquiry, search, content, cancellation);
        return new LookupAnswer(disclosure, search, report with { ReportId = disclosure });
    }

    /// <summary>The patient whose data may leave: the sure one, or the one picked from the list.</summary>
    internal static Result<long?> Opened(PatientSearch search, long? picked) => search.Outcome switch
    {
        SearchOutcome.Found when picked is null || picked == search.PatientId => search.PatientId,
        SearchOutcome.PickOne when picked is null => (long?)null,
        SearchOutcome.PickOne when search.Candidates.Any(c => c.PatientId == picked) => picked,
        _ when picked is not null => new Refusal(RefusalReason.NotFound, "The patient that was picked is not on the list that this query gives."),
        _ => (long?)null,
    };

    /// <summary>A role that only a program states of its user opens nothing: the program's key has a right of its own.</summary>
    internal bool SeesTreatmentPrograms(Inquiry inquiry) =>
        inquiry.SeesTreatmentPrograms || inquiry.Override.Length > 0
        || (!inquiry.IsVouchedFor && inquiry.User.Length == 0 && options.TreatmentProgramRoles.Contains(inquiry.Role, StringComparer.OrdinalIgnoreCase));
}
