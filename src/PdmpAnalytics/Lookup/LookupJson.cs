using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PdmpAnalytics.Lookup.Checking;
using PdmpAnalytics.Lookup.Reporting;
using PdmpAnalytics.Lookup.Searching;

namespace PdmpAnalytics.Lookup;

/// <summary>Answers as JSON, camelCase, dates as yyyy-MM-dd: the same from the command line and from the web.</summary>
public static class LookupJson
{
    /// <summary>For whoever reads or writes these answers.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        // Names keep their letters: the default would escape every apostrophe and accent.
        Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
        NumberHandling = JsonNumberHandling.Strict,
    };

    public static string Of(PatientReport report) => JsonSerializer.Serialize(report, Options);

    public static string Of(DispensingCheck check) => JsonSerializer.Serialize(check, Options);

    public static string Of(PatientSearch search) => JsonSerializer.Serialize(SearchReply.Of(search), Options);
}

/// <summary>A search as JSON.</summary>
/// <param name="Outcome">found, pick-one, one-more-item, not-found or too-many.</param>
/// <param name="AskFor">Names of the items that would help.</param>
/// <param name="Message">What to do next; empty for found.</param>
public sealed record SearchReply(string Outcome, int Fitting, IReadOnlyList<string> AskFor, string Message, IReadOnlyList<CandidateReply> Candidates)
{
    public static SearchReply Of(PatientSearch search) => new(
        SearchWords.Code(search.Outcome), search.Fitting, [.. search.AskFor.Select(SearchWords.Code)], SearchWords.Advice(search),
        [.. search.Candidates.Select(CandidateReply.Of)]);
}

/// <summary>One of the pick list. Prints nothing personal.</summary>
public sealed record CandidateReply(
    long PatientId, string LastName, string FirstName, string MiddleName, string Suffix, DateOnly BirthDate, string Sex, string City, string Zip,
    double Probability, IReadOnlyList<DifferenceReply> Differences)
{
    public static CandidateReply Of(PatientCandidate c) => new(
        c.PatientId, c.LastName, c.FirstName, c.MiddleName, c.Suffix, c.BirthDate, c.Sex, c.City, c.Zip, c.Probability,
        [.. c.Differences.Select(d => new DifferenceReply(SearchWords.Code(d.Item), SearchWords.Code(d.Kind)))]);

    public override string ToString() => $"patient {PatientId}, candidate";
}

/// <param name="Kind">other-form, slip, swapped or other.</param>
public sealed record DifferenceReply(string Item, string Kind);
