using PdmpAnalytics.Accounts;
using PdmpAnalytics.Ingestion.Csv;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Searching;

namespace PdmpAnalytics.Web.Api;

/// <param name="Row">Line of the list, from 1, the header not counted.</param>
/// <param name="Outcome">found, pick-one, one-more-item, not-found, too-many, refused or unreadable.</param>
/// <param name="ReportId">Null where nothing opened.</param>
internal sealed record BatchLine(int Row, string Outcome, Guid? ReportId, string Headline, IReadOnlyList<string> Alerts);

internal sealed record BatchReply(int Rows, IReadOnlyList<BatchLine> Lines);

/// <summary>Today's pick-up list: who is to be looked at before the counter opens. Each line is answered, and kept, as a report of its own.</summary>
internal static class BatchApi
{
    /// <summary>Our choice, 2026-11-22: a busy pharmacy's day.</summary>
    private const int MostRows = 500;
    private const int MostBytes = 256 * 1024;

    private static readonly string[] Needed = ["last_name", "first_name", "birth_date"];

    public static void MapBatchApi(this IEndpointRouteBuilder app) => app.MapPost("/api/v1/batch", RunAsync).ForKeys(ApiScope.Batch)
        .Accepts<string>("text/csv", "*/*").Produces<BatchReply>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(429)
        .WithSummary("A pick-up list as CSV: last_name, first_name, birth_date (yyyy-MM-dd), and as far as known zip, phone, middle_name, suffix, sex, pharmacy.");

    private static async Task<IResult> RunAsync(HttpContext context, PatientReportService reports, ApiRateLimits limits, string? purpose = null)
    {
        if (!Purposes.TryReadOfKey(purpose, out var stated))
        {
            return ApiProblem.Of(StatusCodes.Status422UnprocessableEntity, "purpose-missing", "State the purpose in the address: ?purpose=dispensing.", "purpose");
        }

        var (bytes, problem) = await ApiBody.ReadAsync(context, "text/csv", MostBytes);
        if (problem is not null)
        {
            return problem;
        }

        var rows = CsvTable.Read(bytes);
        if (rows is null || Needed.Except(rows[0].Keys).Any())
        {
            return ApiProblem.Of(StatusCodes.Status400BadRequest, "csv-unreadable", $"Send a header row with {string.Join(", ", Needed)}, and rows below it.");
        }

        if (rows.Count > MostRows)
        {
            return ApiProblem.Of(StatusCodes.Status413PayloadTooLarge, "too-large", $"Send at most {MostRows} rows.");
        }

        var (inquiry, unknown) = ApiUser.Put(context, ApiSetup.InquiryOf(context, stated, "batch"), null);
        if (inquiry is null)
        {
            return PatientApi.Faulty(unknown!);
        }

        if (rows.Any(row => Of(row, "pharmacy") is { Length: > 0 } pharmacy && !pharmacy.Equals(inquiry.Facility, StringComparison.OrdinalIgnoreCase)))
        {
            return ApiProblem.Of(StatusCodes.Status403Forbidden, "other-pharmacy", "The list names another pharmacy than this key's.", "pharmacy");
        }

        // The list itself was one request; each row opens a report like any other.
        if (!limits.TryTake(ApiKeyAuthentication.KeyOf(context), rows.Count - 1))
        {
            return ApiProblem.Of(
                StatusCodes.Status429TooManyRequests, "too-many-requests", "Each row counts as a request of this key's rate a minute. Send fewer rows at a time, or ask for a higher rate.");
        }

        var lines = new List<BatchLine>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            lines.Add(await LineAsync(i + 1, rows[i], inquiry, reports, context.RequestAborted));
        }

        return Results.Ok(new BatchReply(lines.Count, lines));
    }

    private static async Task<BatchLine> LineAsync(
        int number, IReadOnlyDictionary<string, string> row, Inquiry inquiry, PatientReportService reports, CancellationToken cancellation)
    {
        var body = new PatientBody
        {
            LastName = Of(row, "last_name"), FirstName = Of(row, "first_name"), BirthDate = Of(row, "birth_date"), Zip = Of(row, "zip"),
            Phone = Of(row, "phone"), MiddleName = Of(row, "middle_name"), Suffix = Of(row, "suffix"), Sex = Of(row, "sex"),
        };
        if (!body.TryRead(reports.Today, out var query, out var fault))
        {
            return new BatchLine(number, "unreadable", null, fault!.Message, []);
        }

        var answer = await reports.ReportAsync(query, inquiry, null, null, cancellation);
        return answer.Refusal is { } refusal ? new BatchLine(number, "refused", null, refusal.Message, [])
            : answer.Value.Report is { } report
            ? new BatchLine(number, SearchWords.Code(SearchOutcome.Found), report.ReportId, report.Headline, [.. report.Alerts.Select(a => a.Title)])
            : new BatchLine(number, SearchWords.Code(answer.Value.Search.Outcome), null, SearchWords.Advice(answer.Value.Search), []);
    }

    private static string Of(IReadOnlyDictionary<string, string> row, string column) => row.GetValueOrDefault(column, "");
}
