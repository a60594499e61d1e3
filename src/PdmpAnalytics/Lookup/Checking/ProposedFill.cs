using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup.Searching;

namespace PdmpAnalytics.Lookup.Checking;

/// <summary>What is about to be dispensed.</summary>
public sealed record ProposedFill
{
    /// <summary>Eleven digits, three parts with hyphens, or ten digits of a product that is known.</summary>
    public required string Ndc { get; init; }

    /// <summary>Units as they will be reported (tablets, mL, g); above 0.</summary>
    public required double Quantity { get; init; }

    /// <summary>Days the supply is meant for, 1 to 999.</summary>
    public required int DaysSupply { get; init; }

    /// <summary>The day of dispensing; null for today.</summary>
    public DateOnly? On { get; init; }

    /// <summary>DEA number or NPI of the prescriber; empty: not known, and counted as one who is new to the patient.</summary>
    public string Prescriber { get; init; } = "";

    /// <summary>DEA number, NPI or NCPDP number of the pharmacy; empty: not known, and counted as one that is new to the patient.</summary>
    public string Pharmacy { get; init; } = "";
    public PaymentType Payment { get; init; }

    /// <summary>What keeps it from being checked; empty for a fill that can be.</summary>
    /// <param name="today">The day of asking.</param>
    public IReadOnlyList<QueryFault> Faults(DateOnly today)
    {
        var faults = new List<QueryFault>();
        if (Ndc.Count(char.IsAsciiDigit) is < 10 or > 11 || Ndc.Any(c => !char.IsAsciiDigit(c) && c is not ('-' or ' ')))
        {
            faults.Add(new QueryFault("ndc-unreadable", "ndc", "Give the NDC as eleven digits, or with its hyphens."));
        }

        // E111 and the limits of DSP10.
        if (!(Quantity > 0 && Quantity <= 10_000))
        {
            faults.Add(new QueryFault("quantity-impossible", "quantity", "Give a quantity above 0 and up to 10000."));
        }

        if (DaysSupply is < 1 or > 999)
        {
            faults.Add(new QueryFault("days-supply-impossible", "daysSupply", "Give the days supply as 1 to 999."));
        }

        if (On is { } day && (day > today.AddDays(MostDaysAhead) || day < today.AddYears(-MostYearsBack)))
        {
            faults.Add(new QueryFault("day-out-of-range", "on", $"Give a day at most {MostDaysAhead} days ahead and {MostYearsBack} years back."));
        }

        if (Prescriber.Length > LongestNumber || Pharmacy.Length > LongestNumber || (Prescriber + Pharmacy).Any(c => !char.IsAsciiLetterOrDigit(c)))
        {
            faults.Add(new QueryFault("number-unreadable", "prescriber", "Give prescriber and pharmacy by DEA number or NPI."));
        }

        return faults;
    }

    /// <summary>Prescriptions of Schedule IV may be filled six months after they were written (21 CFR 1306.22).</summary>
    private const int MostDaysAhead = 183;

    /// <summary>As far as records reach (retention: five years, domain reference 5.3): samples and past nights are looked at too, and the headline says so.</summary>
    private const int MostYearsBack = 5;
    private const int LongestNumber = 20;
}
