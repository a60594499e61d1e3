using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace PdmpAnalytics.Review.Work;

/// <summary>Reads the section <c>Review</c>, for the web host and the command line alike.</summary>
public static class ReviewSettings
{
    /// <summary>Refused with every complaint, one a line; none is replaced by a default.</summary>
    public static Result<ReviewOptions> From(IConfiguration configuration)
    {
        var (options, complaints) = (new ReviewOptions(), new List<string>());
        foreach (var setting in configuration.GetSection("Review").GetChildren())
        {
            if (With(options, setting.Key.ToUpperInvariant(), setting.Value ?? "") is { } changed)
            {
                options = changed;
            }
            else
            {
                complaints.Add(Complaint(setting.Key));
            }
        }

        return complaints.Count > 0 ? new Refusal(RefusalReason.Incomplete, string.Join('\n', complaints)) : options;
    }

    /// <summary>Null for a value that makes no sense.</summary>
    private static ReviewOptions? With(ReviewOptions options, string name, string text) => name switch
    {
        "LEASE" => Span(text, TimeSpan.FromMinutes(1), TimeSpan.FromHours(8)) is { } lease ? options with { Lease = lease } : null,
        "UNDOWITHIN" => Span(text, TimeSpan.Zero, TimeSpan.FromMinutes(5)) is { } within ? options with { UndoWithin = within } : null,
        "LONGESTSNOOZEDAYS" => Whole(text, 1, 365) is { } days ? options with { LongestSnoozeDays = days } : null,
        "SECONDREADINGSHARE" => Share(text) is { } share ? options with { SecondReadingShare = share } : null,
        "BULKLIMIT" => Whole(text, 1, 10_000) is { } limit ? options with { BulkLimit = limit } : null,
        "LAWENFORCEMENTREFERRALS" => bool.TryParse(text, out var allowed) ? options with { LawEnforcementReferrals = allowed } : null,
        _ => null,
    };

    private static string Complaint(string name) => name.ToUpperInvariant() switch
    {
        "LEASE" => "Review:Lease must be a time from 00:01:00 to 08:00:00.",
        "UNDOWITHIN" => "Review:UndoWithin must be a time from 00:00:00 to 00:05:00.",
        "LONGESTSNOOZEDAYS" => "Review:LongestSnoozeDays must be a number of days from 1 to 365.",
        "SECONDREADINGSHARE" => "Review:SecondReadingShare must be a share from 0 to 1.",
        "BULKLIMIT" => "Review:BulkLimit must be a number of alerts from 1 to 10000.",
        "LAWENFORCEMENTREFERRALS" => "Review:LawEnforcementReferrals must be true or false.",
        _ => $"Review:{name} is not a setting.",
    };

    private static TimeSpan? Span(string text, TimeSpan least, TimeSpan most) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span >= least && span <= most ? span : null;

    private static int? Whole(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value : null;

    private static double? Share(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1 ? value : null;
}
