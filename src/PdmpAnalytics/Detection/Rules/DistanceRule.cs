using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of GE-01.</summary>
internal sealed record DistanceThresholds
{
    [Threshold("Days of the window.", "domain reference 6.2, our choice, 2026-11-22", Min = 30, Max = 548)]
    public int WindowDays { get; init; } = 183;

    [Threshold("Miles to the pharmacy or the prescriber from which a fill is far, at least.", "domain reference 6.2, our choice, 2026-11-22 (Cepeda 2013: shoppers a median 84 miles)", Min = 1, Max = 3000)]
    public double FarMiles { get; init; } = 50;

    [Threshold("Times the usual distance around the patient's home from which a fill is far.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 50)]
    public double TimesUsual { get; init; } = 3;

    [Threshold("Miles from home to prescriber to pharmacy and home again from which a fill is a round trip.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 9000)]
    public double RoundTripMiles { get; init; } = 150;

    [Threshold("Far fills, or round trips, from which it fires.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 50)]
    public int Fills { get; init; } = 3;
}

/// <summary>GE-01: pharmacies or prescribers far from home.</summary>
internal sealed class DistanceRule(DistanceThresholds limits) : PatientRule<DistanceThresholds>(About, limits)
{
    private const int Far = 1;
    private const int RoundTrip = 2;

    public static readonly RuleDefinition About = new()
    {
        Id = "GE-01",
        Name = "distance",
        Title = "Distance",
        Family = RuleFamily.Geography,
        Queue = ReviewQueueKind.Review,
        Counts = "Fills that start in the window, mail order left out, whose pharmacy or prescriber is far from the patient's ZIP by the crow's flight: beyond the limit and beyond three times what nine in ten patients of the area go. Or fills whose way from home to prescriber to pharmacy and home is long.",
        Template = "{n} of {all} fills in {W} days were far from home: typical distance to pharmacy {dp} mi, to prescriber {dr} mi (usual here {expp} and {expr}).",
        Citation = "Cepeda 2013 on travel; DEA red flag decisions (S34)",
        LegitimateReasons = "Specialists, telehealth, students, seasonal homes, an address that is out of date.",
        ReviewerCheck = "Whether a specialist nearer home exists, and whether the address is current.",
    };

    public override void Evaluate(DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        if (history.Reference is not { } reference || history.InScope(DrugScope.All).Length < Limits.Fills)
        {
            return;
        }

        var scratch = findings.Scratch;
        var selection = scratch.Fills;
        selection.Clear();
        scratch.Marks.Clear();
        var last = default(Places);
        var (lastMark, marked) = (0, 0);
        foreach (var position in history.InScope(DrugScope.All))
        {
            ref readonly var fill = ref history.Fills[position];
            // Most fills make the trip of the one before.
            var places = new Places(fill.PatientZip, fill.PrescriberZip, fill.DispenserId);
            if (places != last)
            {
                (last, lastMark) = (places, Mark(in fill, reference, population, scratch));
            }

            if (!fill.Faulty(RecordQuality.Dispenser) && !reference.Dispensers[fill.DispenserId].MailOrder)
            {
                selection.Add(position, fill.StartDay);
                scratch.Marks.Add(lastMark);
                marked += lastMark != 0 ? 1 : 0;
            }
        }

        if (marked < Limits.Fills)
        {
            return;
        }

        var episode = Look(history, scratch);
        findings.ExpectChange(episode.NextDay);
        if (episode.Held)
        {
            findings.Add(history, Finding(history, null, in episode, Describe(history, population, in episode, scratch)));
        }
    }

    /// <summary>What a fill is: far, a round trip, both or neither. Unknown places are no distance.</summary>
    private int Mark(in Fill fill, DispensingReference reference, PopulationReference population, RuleScratch scratch)
    {
        var dispenser = reference.Dispensers[fill.DispenserId];
        if (fill.PatientZip == 0 || (dispenser.Zip == fill.PatientZip && fill.PrescriberZip == fill.PatientZip))
        {
            return 0;
        }

        var toDispenser = scratch.Miles.Between(fill.PatientZip, dispenser.Zip, reference.Zips);
        var toPrescriber = scratch.Miles.Between(fill.PatientZip, fill.PrescriberZip, reference.Zips);
        var usual = population.UsualMiles(fill.PatientZip);
        var mark = toDispenser >= Limit(usual?.ToDispenser) || toPrescriber >= Limit(usual?.ToPrescriber) ? Far : 0;
        // The third side is at most the sum of the two others.
        if (2 * (toDispenser + toPrescriber) >= Limits.RoundTripMiles
            && toDispenser + toPrescriber + scratch.Miles.Between(fill.PrescriberZip, dispenser.Zip, reference.Zips) >= Limits.RoundTripMiles)
        {
            mark |= RoundTrip;
        }

        return mark;
    }

    private double Limit(double? usualMiles) => Math.Max(Limits.FarMiles, Limits.TimesUsual * usualMiles ?? 0);

    private Episode Look(DispensingHistory history, RuleScratch scratch)
    {
        var episode = new Episode(history);
        var selection = scratch.Fills;
        var sweep = new WindowSweep(selection.Days, Limits.WindowDays, history.HorizonDay, history.LastDayAhead);
        while (sweep.Next())
        {
            var (far, trips, either) = (0, 0, 0);
            for (var i = sweep.Low; i < sweep.High; i++)
            {
                either += scratch.Marks[i] != 0 ? 1 : 0;
                far += (scratch.Marks[i] & Far) != 0 ? 1 : 0;
                trips += (scratch.Marks[i] & RoundTrip) != 0 ? 1 : 0;
            }

            if (far >= Limits.Fills || trips >= Limits.Fills)
            {
                episode.Hold(sweep.FromDay, sweep.ToDay, new Outcome(Severity.Medium, either));
            }
        }

        return episode;
    }

    private Account Describe(DispensingHistory history, PopulationReference population, in Episode episode, RuleScratch scratch)
    {
        var reference = history.Reference!;
        var (window, counted) = (new List<int>(), new List<int>());
        var (far, trips) = (0, 0);
        for (var i = 0; i < scratch.Fills.Count; i++)
        {
            if (scratch.Fills.Days[i] <= episode.PeakDay && scratch.Fills.Days[i] > episode.PeakDay - Limits.WindowDays)
            {
                window.Add(scratch.Fills.Positions[i]);
                if (scratch.Marks[i] != 0)
                {
                    counted.Add(scratch.Fills.Positions[i]);
                }

                far += (scratch.Marks[i] & Far) != 0 ? 1 : 0;
                trips += (scratch.Marks[i] & RoundTrip) != 0 ? 1 : 0;
            }
        }

        var dispensers = window.ConvertAll(p => reference.Zips.Miles(history.Fills[p].PatientZip, reference.Dispensers[history.Fills[p].DispenserId].Zip));
        var prescribers = window.ConvertAll(p => reference.Zips.Miles(history.Fills[p].PatientZip, history.Fills[p].PrescriberZip));
        var usual = population.UsualMiles(history.Fills[counted[^1]].PatientZip);
        FindingValue[] values =
        [
            new("n", counted.Count), new("all", window.Count), new("W", Limits.WindowDays), new("far", far), new("trips", trips),
        ];
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(
                Definition.Template, values,
                ("dp", Miles(Median(dispensers))), ("dr", Miles(Median(prescribers))),
                ("expp", Miles(usual?.ToDispenser)), ("expr", Miles(usual?.ToPrescriber))),
            SilentIf = SilentIf(far, trips),
            Fills = counted,
        };
    }

    private string SilentIf(int far, int trips)
    {
        string?[] fewer =
        [
            far >= Limits.Fills ? $"{FindingText.Many(Limits.Fills - 1, "far fill")} instead of {far}" : null,
            trips >= Limits.Fills ? $"{FindingText.Many(Limits.Fills - 1, "round trip")} of {FindingText.Number(Limits.RoundTripMiles)} miles instead of {trips}" : null,
        ];
        return $"{string.Join(" and ", fewer.Where(f => f is not null))}, in {Limits.WindowDays} days.";
    }

    private static string Miles(double? miles) => miles is { } known ? FindingText.Number(Math.Round(known)) : "unknown";

    /// <summary>Of the known ones; the lower of two middle ones.</summary>
    private static double? Median(List<double?> miles)
    {
        var known = miles.OfType<double>().Order().ToList();
        return known.Count == 0 ? null : known[(known.Count - 1) / 2];
    }

    private readonly record struct Places(int PatientZip, int PrescriberZip, int DispenserId);
}
