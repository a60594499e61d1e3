using System.Globalization;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Web.Charts;

namespace PdmpAnalytics.Web.Timeline;

/// <summary>A fill in words: what hovering, the details line and a screen reader say.</summary>
public static class FillText
{
    public static string Of(FillBar bar)
    {
        var fill = bar.Fill;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{Svg.Day(fill.Supply.FirstDay)} to {Svg.Day(fill.Supply.LastDay)}: {fill.Drug}, {fill.Quantity:#,0.##} for {Svg.Count(fill.Supply.Days, "day")}"
            + $"; by {fill.Prescriber}; at {fill.Dispenser} ({bar.Dispenser.Letter})");
        return string.Join("; ", Marks(bar).Prepend(text));
    }

    /// <summary>ASAP DSP16 in words.</summary>
    public static string Payment(PaymentType payment) => payment switch
    {
        PaymentType.Unknown => "not reported",
        PaymentType.PrivatePay => "private pay",
        PaymentType.Medicaid => "Medicaid",
        PaymentType.Medicare => "Medicare",
        PaymentType.CommercialInsurance => "insurance",
        PaymentType.Military => "military, VA",
        PaymentType.WorkersCompensation => "workers' compensation",
        PaymentType.IndianNations => "Indian nations",
        PaymentType.Other => "other",
    };

    private static IEnumerable<string> Marks(FillBar bar)
    {
        var fill = bar.Fill;
        if (fill.DailyLme > 0)
        {
            yield return $"{Svg.Rounded(fill.DailyLme)} LME a day";
        }

        if (fill.DailyMme > 0)
        {
            yield return $"{Svg.Rounded(fill.DailyMme)} MME a day";
        }

        if (fill.IsCash)
        {
            yield return "cash";
        }

        if (bar.IsFar)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{fill.Miles:#,0} miles from home");
        }

        if (bar.SharedDays > 0)
        {
            yield return $"{Svg.Count(bar.SharedDays, "day")} shared with another supply of its class";
        }

        if (fill.IsEvidence)
        {
            yield return "counted by a finding";
        }
    }
}
