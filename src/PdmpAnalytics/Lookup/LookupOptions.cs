using System.Globalization;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Lookup;

/// <summary>What a programme decides about look-ups: section <c>Lookup</c> of the settings.</summary>
public sealed record LookupOptions
{
    /// <summary>Two letters of the state whose programme this is; empty: of every state that dispensed to the patient.</summary>
    public string State { get; init; } = "";

    /// <summary>Days of fills that a report shows, 1 to 1825 (states show one to five years: domain reference 5.3). Our choice, 2026-11-22.</summary>
    public int RangeDays { get; init; } = 730;

    /// <summary>Days after it last held for which a pattern is told at the counter. Our choice, 2026-11-22: what the rules call recent, 183 days.</summary>
    public int AlertDays { get; init; } = 183;

    /// <summary>Miles within which a late pharmacy concerns a patient. Our choice, 2026-11-22.</summary>
    public double NearMiles { get; init; } = 25;

    /// <summary>Business days after which a pharmacy is late (domain reference 1.8: states ask for the next business day).</summary>
    public int LateAfterDays { get; init; } = 1;

    /// <summary>Roles that may see records of opioid treatment programs (42 CFR Part 2).</summary>
    public IReadOnlyList<string> TreatmentProgramRoles { get; init; } = [];

    /// <summary>
    /// DEA numbers and NPIs, in capitals and every one of them, of opioid treatment programs, beside those that say so themselves: before ASAP 5.0 nothing in a record does (PHA14).
    /// </summary>
    public IReadOnlyList<string> TreatmentPrograms { get; init; } = [];

    /// <summary>How long names, places and thresholds that answers are made with may be out of date. Our choice, 2026-11-22.</summary>
    public TimeSpan KnowledgeServes { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an answer at the counter may take before it is given up. Our choice, 2026-11-22: people ask again after some seconds.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A program with a key must say which person asks. Off: it may, and what it says is checked and kept.</summary>
    public bool RequireUser { get; init; }

    /// <summary>When a query is worth an auditor's look.</summary>
    public Oversight.AccessOptions Access { get; init; } = new();

    /// <summary>The programme's analysts see pharmacists' resolution notes beside an alert. Off: the counter's notes stay at the counter.</summary>
    public bool AnalystsSeeResolutions { get; init; }

    /// <summary>Reads settings by name; roles joined by commas. Refused with every complaint, one a line; none is replaced by a default.</summary>
    /// <param name="access">Those of the section <c>Access</c> within, by name.</param>
    public static Result<LookupOptions> Read(IReadOnlyDictionary<string, string?> settings, IReadOnlyDictionary<string, string?>? access = null)
    {
        var complaints = new List<string>();
        var options = new LookupOptions();
        foreach (var (name, text) in settings)
        {
            switch (name.ToUpperInvariant())
            {
                case "STATE" when text is "" or [>= 'A' and <= 'Z', >= 'A' and <= 'Z']:
                    options = options with { State = text };
                    break;
                case "RANGEDAYS" when Whole(text, 1, 1825) is { } days:
                    options = options with { RangeDays = days };
                    break;
                case "ALERTDAYS" when Whole(text, 1, 1825) is { } days:
                    options = options with { AlertDays = days };
                    break;
                case "NEARMILES" when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var miles) && miles <= 1000:
                    options = options with { NearMiles = miles };
                    break;
                case "LATEAFTERDAYS" when Whole(text, 0, 31) is { } days:
                    options = options with { LateAfterDays = days };
                    break;
                case "TREATMENTPROGRAMROLES":
                    options = options with { TreatmentProgramRoles = (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) };
                    break;
                case "TREATMENTPROGRAMS" when Numbers(text) is { } numbers:
                    options = options with { TreatmentPrograms = numbers };
                    break;
                case "KNOWLEDGESERVES" when TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero && time.TotalDays <= 1:
                    options = options with { KnowledgeServes = time };
                    break;
                case "TIMEZONE" when TimeZoneInfo.TryFindSystemTimeZoneById(text ?? "", out _):
                    options = options with { Access = options.Access with { TimeZone = text! } };
                    break;
                case "DEADLINE" when TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var deadline) && deadline.TotalSeconds is >= 0.5 and <= 60:
                    options = options with { Deadline = deadline };
                    break;
                case "REQUIREUSER" when bool.TryParse(text, out var require):
                    options = options with { RequireUser = require };
                    break;
                case "ANALYSTSSEERESOLUTIONS" when bool.TryParse(text, out var see):
                    options = options with { AnalystsSeeResolutions = see };
                    break;
                default:
                    complaints.Add(Complaint(name));
                    break;
            }
        }

        options = options with { Access = Oversight.AccessSettings.Read(options.Access, access ?? new Dictionary<string, string?>(), complaints) };
        return complaints.Count > 0 ? new Refusal(RefusalReason.Incomplete, string.Join('\n', complaints)) : options;
    }

    private static int? Whole(string? text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value : null;

    /// <summary>Null when the check digit of one of them does not fit: a program that is misspelled would be shown to everybody.</summary>
    private static string[]? Numbers(string? text)
    {
        var numbers = (text ?? "").ToUpperInvariant().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return numbers.All(number => Npi.IsValid(number) || (number.Length == 9 && DeaNumber.IsValid(number))) ? numbers : null;
    }

    private static string Complaint(string name) => name.ToUpperInvariant() switch
    {
        "STATE" => "Lookup:State must be two capital letters such as MN, or empty.",
        "RANGEDAYS" => "Lookup:RangeDays must be a number of days from 1 to 1825.",
        "ALERTDAYS" => "Lookup:AlertDays must be a number of days from 1 to 1825.",
        "NEARMILES" => "Lookup:NearMiles must be a number of miles from 0 to 1000.",
        "LATEAFTERDAYS" => "Lookup:LateAfterDays must be a number of days from 0 to 31.",
        "TREATMENTPROGRAMS" => "Lookup:TreatmentPrograms must be DEA numbers or NPIs joined by commas, with check digits that fit.",
        "KNOWLEDGESERVES" => "Lookup:KnowledgeServes must be a time such as 00:05:00, at most a day.",
        "DEADLINE" => "Lookup:Deadline must be a time such as 00:00:03, from half a second to a minute.",
        "REQUIREUSER" => "Lookup:RequireUser must be true or false.",
        "TIMEZONE" => "Lookup:TimeZone must be a time zone's IANA name such as America/Chicago.",
        "ANALYSTSSEERESOLUTIONS" => "Lookup:AnalystsSeeResolutions must be true or false.",
        _ => $"Lookup:{name} is not a setting.",
    };
}
