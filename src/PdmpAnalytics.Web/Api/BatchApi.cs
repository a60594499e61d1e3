using System.Text;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Searching;

namespace PdmpAnalytics.Web.Api;

/// <param name="Row">Line of the list, from 1, the header not counted.</param>
/// <param name="Outcome">found, pick-one, one-more-item, not-found, too-many or unreadable.</param>
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
        .Accepts<string>("text/csv", "*/*").Produces<BatchReply>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422)
        .WithSummary("A pick-up list as CSV: last_name, first_name, birth_date (yyyy-MM-dd), and as far as known zip, phone, middle_name, suffix, sex, pharmacy.");

    private static async Task<IResult> RunAsync(HttpContext context, PatientReportService reports, string? purpose = null)
    {
        if (!Purposes.TryRead(purpose, out var stated))
        {
            return ApiProblem.Of(StatusCodes.Status422UnprocessableEntity, "purpose-missing", "State the purpose in the address: ?purpose=dispensing.", "purpose");
        }

        var (bytes, problem) = await ApiBody.ReadAsync(context, "text/csv", MostBytes);
        if (problem is not null)
        {
            return problem;
        }

        var rows = Rows(bytes.Span);
        if (rows is null || rows.Count == 0 || Needed.Except(rows[0].Keys).Any())
        {
            return ApiProblem.Of(StatusCodes.Status400BadRequest, "csv-unreadable", $"Send a header row with {string.Join(", ", Needed)}, and rows below it.");
        }

        if (rows.Count > MostRows)
        {
            return ApiProblem.Of(StatusCodes.Status413PayloadTooLarge, "too-large", $"Send at most {MostRows} rows.");
        }

        var inquiry = ApiSetup.InquiryOf(context, stated, "batch");
        if (rows.Any(row => Of(row, "pharmacy") is { Length: > 0 } pharmacy && !pharmacy.Equals(inquiry.Facility, StringComparison.OrdinalIgnoreCase)))
        {
            return ApiProblem.Of(StatusCodes.Status403Forbidden, "other-pharmacy", "The list names another pharmacy than this key's.", "pharmacy");
        }

        var lines = new List<BatchLine>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            lines.Add(await LineAsync(i + 1, rows[i], inquiry, reports, context.RequestAborted));
        }

        return Results.Ok(new BatchReply(lines.Count, lines));
    }

    private static async Task<BatchLine> LineAsync(
        int number, Dictionary<string, string> row, Inquiry inquiry, PatientReportService reports, CancellationToken cancellation)
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
        return answer.Value.Report is { } report
            ? new BatchLine(number, SearchWords.Code(SearchOutcome.Found), report.ReportId, report.Headline, [.. report.Alerts.Select(a => a.Title)])
            : new BatchLine(number, SearchWords.Code(answer.Value.Search.Outcome), null, SearchWords.Advice(answer.Value.Search), []);
    }

    private static string Of(Dictionary<string, string> row, string column) => row.GetValueOrDefault(column, "");

    /// <summary>Rows by column name; null for what is no table of text. Fields may stand in double quotes, two of them for one.</summary>
    private static List<Dictionary<string, string>>? Rows(ReadOnlySpan<byte> bytes)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\ufeff');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Fields).ToList();
        return lines.Count < 2 || lines.Exists(fields => fields.Count != lines[0].Count) || lines[0].Distinct().Count() != lines[0].Count
            ? null
            : [.. lines.Skip(1).Select(fields => lines[0].Zip(fields).ToDictionary(p => p.First, p => p.Second))];
    }

    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        for (var at = 0; at <= line.Length;)
        {
            var field = new StringBuilder();
            if (at < line.Length && line[at] == '"')
            {
                for (at++; at < line.Length && (line[at] != '"' || (at + 1 < line.Length && line[at + 1] == '"')); at++)
                {
                    field.Append(line[at]);
                    at += line[at] == '"' ? 1 : 0;
                }

                at = line.IndexOf(',', Math.Min(at, line.Length)) is >= 0 and var comma ? comma + 1 : line.Length + 1;
            }
            else
            {
                var end = line.IndexOf(',', at) is >= 0 and var comma ? comma : line.Length;
                field.Append(line, at, end - at);
                at = end + 1;
            }

            fields.Add(field.ToString().Trim());
        }

        return fields;
    }
}
