using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using PdmpAnalytics.Auditing;

namespace PdmpAnalytics.Web.Audit;

/// <summary>What an auditor asks of the log, as it stands in the address.</summary>
/// <param name="Patient">Who looked at this patient; null for everything.</param>
/// <param name="Fault">Why part of the address was not understood; null when all was.</param>
public sealed record AuditView(AuditFilter Filter, long? Patient, string? Fault)
{
    public static AuditView Of(IQueryCollection query)
    {
        var fault = "";
        var view = new AuditView(
            new AuditFilter
            {
                Actor = Text("actor"),
                Action = Text("action"),
                Subjects = Text("subject") is { } subject ? [subject] : null,
                From = Day("from"),
                To = Day("to"),
                Before = Number("before"),
            },
            Number("patient"),
            null);
        return fault.Length == 0 ? view : view with { Fault = fault };

        string? Text(string name) => query[name].ToString().Trim() is { Length: > 0 } text ? text : null;

        DateOnly? Day(string name)
        {
            if (Text(name) is not { } text)
            {
                return null;
            }

            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return day;
            }

            fault = "A day is written yyyy-MM-dd.";
            return null;
        }

        long? Number(string name)
        {
            if (Text(name) is not { } text)
            {
                return null;
            }

            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }

            fault = $"The {name} is a number.";
            return null;
        }
    }

    /// <summary>The address of the page after this one.</summary>
    public string AddressOf(long before)
    {
        var parts = new Dictionary<string, string?>
        {
            ["actor"] = Filter.Actor,
            ["action"] = Filter.Action,
            ["subject"] = Filter.Subjects?[0],
            ["from"] = Date(Filter.From),
            ["to"] = Date(Filter.To),
            ["patient"] = Patient?.ToString(CultureInfo.InvariantCulture),
            ["before"] = before.ToString(CultureInfo.InvariantCulture),
        };
        return QueryHelpers.AddQueryString("/audit", parts.Where(p => p.Value is not null));
    }

    public static string? Date(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
