using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Review.Work;

/// <summary>How soon an alert should be concluded: 1, 3, 10 and 30 business days from Critical to Low (domain reference 5.1).</summary>
public static class ServiceLevel
{
    /// <summary>Null when nothing is promised.</summary>
    public static int? Days(Severity severity) => severity switch
    {
        Severity.Critical => 1,
        Severity.High => 3,
        Severity.Medium => 10,
        Severity.Low => 30,
        Severity.Info => null,
    };

    /// <summary>The last day, included.</summary>
    public static DateOnly? DueOn(Severity severity, DateOnly opened) =>
        Days(severity) is { } days ? BusinessDays.After(opened, days) : null;
}
