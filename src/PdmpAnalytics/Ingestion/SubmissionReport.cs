using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// What a submitter is told about a file: totals, faults by code with advice, and each fault with line and column. Never a value
/// of the file, so a report may be mailed and kept.
/// </summary>
public static class SubmissionReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The report as plain text, at most 100 columns wide.</summary>
    public static string Text(SubmissionOutcome outcome)
    {
        var text = new StringBuilder();
        var counts = outcome.Counts;
        text.Append(Invariant($"File       {outcome.Name}\n"));
        text.Append(Invariant($"Received   {outcome.ReceivedAt:yyyy-MM-dd HH:mm:ss} UTC\n"));
        text.Append(Invariant($"Result     {Sentence(outcome)}\n"));
        if (outcome.Result == SubmissionResult.AlreadyLoaded)
        {
            return text.ToString();
        }

        text.Append('\n');
        foreach (var (name, count) in Totals(counts))
        {
            text.Append(Invariant($"{count,12:N0}  {name}\n"));
        }

        if (outcome.FaultCounts.Count > 0)
        {
            text.Append("\nBy code (FF rejects the file, FR the record; S is to be corrected; M and W are for information)\n");
        }

        foreach (var (code, count) in outcome.FaultCounts.OrderByDescending(c => c.Key.Level()).ThenBy(c => c.Key))
        {
            text.Append(Invariant($"{count,12:N0}  {code.Text()} {code.Level().Text(),-2}  {SubmissionErrors.Of(code).Advice}\n"));
        }

        AppendProducts(text, outcome.UnknownProducts);
        AppendFaults(text, outcome);
        return text.ToString();
    }

    /// <summary>The report for programs.</summary>
    public static string Json(SubmissionOutcome outcome) => JsonSerializer.Serialize(
        new
        {
            File = outcome.Name,
            outcome.ReceivedAt,
            Result = JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.Result.ToString()),
            outcome.SubmissionId,
            Totals = outcome.Counts,
            ByCode = outcome.FaultCounts.Select(c => new
            {
                Code = c.Key.Text(),
                Level = c.Key.Level().Text(),
                Count = c.Value,
                SubmissionErrors.Of(c.Key).Advice,
            }),
            outcome.UnknownProducts,
            Faults = outcome.Faults.Select(f => new
            {
                f.Line,
                f.Column,
                Code = f.Code.Text(),
                Level = f.Code.Level().Text(),
            }),
        },
        Options);

    private static string Sentence(SubmissionOutcome outcome) => outcome.Result switch
    {
        SubmissionResult.Accepted => "accepted",
        SubmissionResult.AcceptedInPart => "accepted without the rejected records",
        SubmissionResult.Rejected => "rejected: nothing was loaded",
        SubmissionResult.AlreadyLoaded => "the same file was loaded before: nothing was changed",
        SubmissionResult.Tested => "test: checked, nothing was kept",
    };

    private static IEnumerable<(string Name, long Count)> Totals(SubmissionCounts counts)
    {
        yield return ("records read", counts.Read);
        yield return ("loaded", counts.Loaded);
        (string Name, long Count)[] rest =
        [
            ("revised", counts.Revised), ("voided", counts.Voided), ("duplicates, skipped", counts.Duplicates),
            ("to revise or void, not found", counts.NotFound), ("rejected", counts.Rejected),
            ("with an unknown product", counts.UnknownProducts),
        ];
        foreach (var total in rest.Where(t => t.Count > 0))
        {
            yield return total;
        }
    }

    private static void AppendProducts(StringBuilder text, IReadOnlyList<UnknownProduct> products)
    {
        if (products.Count > 0)
        {
            text.Append("\nProduct codes that are not in the drug table\n");
        }

        foreach (var product in products)
        {
            text.Append(Invariant($"{product.Records,12:N0}  {product.Code}\n"));
        }
    }

    private static void AppendFaults(StringBuilder text, SubmissionOutcome outcome)
    {
        if (outcome.Faults.Count > 0)
        {
            text.Append(Invariant($"\n{"Line",10}  Code     Column\n"));
        }

        foreach (var fault in outcome.Faults)
        {
            var line = fault.Line == 0 ? "file" : fault.Line.ToString(CultureInfo.InvariantCulture);
            text.Append(Invariant($"{line,10}  {fault.Code.Text()} {fault.Code.Level().Text(),-2}  {fault.Column}").TrimEnd()).Append('\n');
        }

        var unlisted = outcome.FaultCounts.Values.Sum() - outcome.Faults.Count;
        if (unlisted > 0)
        {
            text.Append(Invariant($"{"",10}  and {unlisted:N0} more of the codes above that reject nothing\n"));
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
