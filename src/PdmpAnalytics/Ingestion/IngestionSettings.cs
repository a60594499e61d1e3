using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace PdmpAnalytics.Ingestion;

/// <summary>Reads the section <c>Intake</c>: every value that makes no sense is complained of, none is replaced by a default.</summary>
public sealed class IngestionSettings
{
    /// <summary>The environment variable PDMP_KEY_FILE.</summary>
    private const string KeyFile = "KEY_FILE";

    private static readonly string[] Known =
    [
        nameof(IngestionOptions.ProgramStart), nameof(IngestionOptions.FutureDaysAllowed), nameof(IngestionOptions.TimeZone),
        nameof(IngestionOptions.StrictCounts), nameof(IngestionOptions.FatalShare), nameof(IngestionOptions.SeriousShare),
        nameof(IngestionOptions.ShareMinimum), nameof(IngestionOptions.RevisionOfUnknown), nameof(IngestionOptions.Endpoint),
        nameof(IngestionOptions.KeyFile),
    ];

    private readonly List<string> _complaints = [];
    private readonly IConfigurationSection _section;

    private IngestionSettings(IConfigurationSection section) => _section = section;

    /// <summary>What the programme decided about intake; refused with every complaint, one a line.</summary>
    /// <param name="settings">All of the configuration; <c>KEY_FILE</c> in it is the key file by its own variable.</param>
    public static Result<IngestionOptions> From(IConfiguration settings) => new IngestionSettings(settings.GetSection("Intake")).Read(settings[KeyFile]);

    private Result<IngestionOptions> Read(string? keyFile)
    {
        var defaults = new IngestionOptions();
        var options = new IngestionOptions
        {
            ProgramStart = Value(nameof(defaults.ProgramStart), defaults.ProgramStart, "a day such as 2012-01-01", Day),
            FutureDaysAllowed = Value(nameof(defaults.FutureDaysAllowed), defaults.FutureDaysAllowed, "a number of days from 0 to 31", text => Whole(text, 0, 31)),
            TimeZone = Value(nameof(defaults.TimeZone), defaults.TimeZone, "a time zone such as America/Chicago", Zone),
            StrictCounts = Value(nameof(defaults.StrictCounts), defaults.StrictCounts, "true or false", text => bool.TryParse(text, out var value) ? value : null),
            FatalShare = Value(nameof(defaults.FatalShare), defaults.FatalShare, "a share from 0 to 1", Share),
            SeriousShare = Value(nameof(defaults.SeriousShare), defaults.SeriousShare, "a share from 0 to 1", Share),
            ShareMinimum = Value(nameof(defaults.ShareMinimum), defaults.ShareMinimum, "a number of records from 1", text => Whole(text, 1, int.MaxValue)),
            RevisionOfUnknown = Value(nameof(defaults.RevisionOfUnknown), defaults.RevisionOfUnknown, "Insert or Refuse", Name<UnknownRevision>),
            Endpoint = Value(nameof(defaults.Endpoint), defaults.Endpoint, "Production or Test", Name<IntakeEndpoint>),
            KeyFile = keyFile ?? _section[nameof(defaults.KeyFile)],
        };
        _complaints.AddRange(_section.GetChildren().Select(c => c.Key)
            .Where(key => !Known.Contains(key, StringComparer.OrdinalIgnoreCase)).Select(key => $"Intake:{key} is not a setting."));
        return _complaints.Count == 0 ? options : new Refusal(RefusalReason.Incomplete, string.Join('\n', _complaints));
    }

    private T Value<T>(string name, T unset, string expected, Func<string, T?> parse)
        where T : struct
    {
        if (_section[name] is not { } text)
        {
            return unset;
        }

        if (parse(text) is { } value)
        {
            return value;
        }

        Complain(name, expected);
        return unset;
    }

    private TimeZoneInfo Value(string name, TimeZoneInfo unset, string expected, Func<string, TimeZoneInfo?> parse)
    {
        if (_section[name] is not { } text)
        {
            return unset;
        }

        if (parse(text) is { } value)
        {
            return value;
        }

        Complain(name, expected);
        return unset;
    }

    private void Complain(string name, string expected) => _complaints.Add($"Intake:{name} must be {expected}.");

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static int? Whole(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value : null;

    private static double? Share(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1 ? value : null;

    private static T? Name<T>(string text)
        where T : struct, Enum =>
        Enum.GetNames<T>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse<T>(name) : null;

    private static TimeZoneInfo? Zone(string text) => TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) ? zone : null;
}
