using System.Globalization;

namespace PdmpAnalytics.Nightly;

/// <summary>What a programme decides about its nights.</summary>
public sealed record NightlyOptions
{
    /// <summary>How long a run that stopped renewing its lease keeps others out. Our choice, 2026-11-22.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Business days a pharmacy may be behind (domain reference 1.7).</summary>
    public int BusinessDaysAllowed { get; init; } = 2;

    /// <summary>Patients that a worker judges at a time. Our choice, 2026-11-22: seconds of work, so that little is lost with a worker.</summary>
    public int PatientsPerRange { get; init; } = 5000;

    /// <summary>When nights are due; null when the settings do not say.</summary>
    public NightSchedule? Schedule { get; init; }

    /// <summary>False where something else than the web host begins nights, such as cron, and yet everybody is to know when they are due.</summary>
    public bool Begin { get; init; } = true;

    /// <summary>How long after its beginning a night may take before somebody is told. Our choice, 2026-11-22.</summary>
    public TimeSpan Allowed { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Folder that scheduled nights load files from; null for none.</summary>
    public string? Inbox { get; init; }

    /// <summary>Folder that nights leave their reports in; null for none.</summary>
    public string? Reports { get; init; }

    /// <summary>Address that <c>pdmp watch</c> tells of a missing night; null for none, which is the default.</summary>
    public Uri? Webhook { get; init; }

    private const string LeaseSeconds = nameof(LeaseSeconds);
    private const string At = nameof(At);
    private const string TimeZone = nameof(TimeZone);

    /// <summary>Reads settings by name. Refused with every complaint, one a line; none is replaced by a default.</summary>
    public static Result<NightlyOptions> Read(IReadOnlyDictionary<string, string?> settings)
    {
        var complaints = new List<string>();
        var options = new NightlyOptions();
        var (at, zone) = ((TimeOnly?)null, TimeZoneInfo.Utc);
        foreach (var (name, text) in settings)
        {
            switch (name.ToUpperInvariant())
            {
                case "LEASESECONDS" when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 3600:
                    options = options with { Lease = TimeSpan.FromSeconds(seconds) };
                    break;
                case "BUSINESSDAYSALLOWED" when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= 31:
                    options = options with { BusinessDaysAllowed = days };
                    break;
                case "PATIENTSPERRANGE" when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var patients) && patients is >= 1 and <= 1_000_000:
                    options = options with { PatientsPerRange = patients };
                    break;
                case "ALLOWEDHOURS" when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours) && hours is > 0 and <= 24:
                    options = options with { Allowed = TimeSpan.FromHours(hours) };
                    break;
                case "AT" when TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time):
                    at = time;
                    break;
                case "BEGIN" when bool.TryParse(text, out var begins):
                    options = options with { Begin = begins };
                    break;
                case "TIMEZONE" when TimeZoneInfo.TryFindSystemTimeZoneById(text ?? "", out var found):
                    zone = found;
                    break;
                case "WEBHOOK" when Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https":
                    options = options with { Webhook = address };
                    break;
                case "INBOX" when !string.IsNullOrWhiteSpace(text):
                    options = options with { Inbox = text };
                    break;
                case "REPORTS" when !string.IsNullOrWhiteSpace(text):
                    options = options with { Reports = text };
                    break;
                default:
                    complaints.Add(Complaint(name));
                    break;
            }
        }

        return complaints.Count > 0
            ? new Refusal(RefusalReason.Incomplete, string.Join('\n', complaints))
            : options with { Schedule = at is { } begin ? new NightSchedule(begin, zone) : null };
    }

    private static string Complaint(string name) => name.ToUpperInvariant() switch
    {
        "LEASESECONDS" => $"Nightly:{LeaseSeconds} must be a number of seconds from 1 to 3600.",
        "BUSINESSDAYSALLOWED" => $"Nightly:{nameof(BusinessDaysAllowed)} must be a number of days from 0 to 31.",
        "PATIENTSPERRANGE" => $"Nightly:{nameof(PatientsPerRange)} must be a number of patients from 1 to 1000000.",
        "ALLOWEDHOURS" => "Nightly:AllowedHours must be a number of hours, more than 0 and at most 24.",
        "AT" => $"Nightly:{At} must be a time of day such as 02:00.",
        "BEGIN" => $"Nightly:{nameof(Begin)} must be true or false.",
        "TIMEZONE" => $"Nightly:{TimeZone} must be a time zone such as America/Chicago.",
        "WEBHOOK" => $"Nightly:{nameof(Webhook)} must be an address such as https://alarm.example/pdmp.",
        "INBOX" => $"Nightly:{nameof(Inbox)} must be a folder.",
        "REPORTS" => $"Nightly:{nameof(Reports)} must be a folder.",
        _ => $"Nightly:{name} is not a setting.",
    };
}
