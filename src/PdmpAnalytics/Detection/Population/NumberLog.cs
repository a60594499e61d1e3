using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Population;

/// <summary>One prescription under a prescriber's number.</summary>
/// <param name="Day">Day filled, as <see cref="DateOnly.DayNumber"/>.</param>
/// <param name="Name">Last name of the prescriber as submitted, upper case; empty when not reported.</param>
/// <param name="Form">DSP12; 0 not reported.</param>
/// <param name="Far">Whether the patient lives far from the prescriber's ZIP; null when either is unknown.</param>
public readonly record struct NumberUse(
    int Day, long PatientId, int DispenserId, string Name, PaymentType Payment, bool Cash, byte Form, bool? Far, long DispensationId);

/// <summary>All prescriptions under one number, in any order.</summary>
/// <param name="Number">DEA number as submitted, else <c>NPI</c> and the number.</param>
/// <param name="PrescriberId">Identity cluster under which most of them stand (6.0.4).</param>
/// <param name="Listed">Whether a loaded registry lists it; null without a registry.</param>
public sealed record NumberUses(string Number, int PrescriberId, bool? Listed, IReadOnlyList<NumberUse> Uses);

/// <summary>What ID-02 compares a number with.</summary>
/// <param name="FirstDay">First day of the data: before it nothing is known to be new.</param>
/// <param name="PaperShare">Share of all prescriptions, of those that say, written on paper or telephoned.</param>
public sealed record NumberPeers(int FirstDay, double PaperShare);

/// <summary>
/// Gathers prescriptions under numbers that are used seldom enough for a forger to show: bounded by numbers, not by fills.
/// </summary>
internal sealed class NumberLog(IReadOnlyDictionary<int, NumberedSite> sites, DispensingReference reference, double farMiles)
{
    /// <summary>DSP12 01 to 03: written, telephoned, telephoned in an emergency.</summary>
    private const byte LastPaperForm = 3;

    private readonly Dictionary<string, List<(int PrescriberId, NumberUse Use)>> _uses = [];
    private int _firstDay = int.MaxValue;
    private long _formed;
    private long _paper;

    public static bool IsPaper(byte form) => form is > 0 and <= LastPaperForm;

    public void Add(ReadOnlySpan<DispensationRow> rows, DateOnly asOf)
    {
        foreach (ref readonly var row in rows)
        {
            if (row.FilledDay > asOf.DayNumber || (row.Context & (ExemptContexts.Usual | FillContext.Veterinary)) != 0)
            {
                continue;
            }

            _firstDay = Math.Min(_firstDay, row.FilledDay);
            _formed += row.TransmissionForm > 0 ? 1 : 0;
            _paper += IsPaper(row.TransmissionForm) ? 1 : 0;
            if (sites.TryGetValue(row.PrescriberSiteId, out var site))
            {
                Take(in row, site);
            }
        }
    }

    public void Merge(NumberLog other)
    {
        _firstDay = Math.Min(_firstDay, other._firstDay);
        _formed += other._formed;
        _paper += other._paper;
        foreach (var (number, uses) in other._uses)
        {
            if (!_uses.TryAdd(number, uses))
            {
                _uses[number].AddRange(uses);
            }
        }
    }

    public NumberPeers Peers() => new(_firstDay, _formed == 0 ? 0 : (double)_paper / _formed);

    /// <param name="listed">Whether a registry lists a number; null without one.</param>
    public IEnumerable<NumberUses> Numbers(Func<string, bool?> listed) => _uses.OrderBy(u => u.Key, StringComparer.Ordinal).Select(u => new NumberUses(
        u.Key,
        u.Value.CountBy(x => x.PrescriberId).OrderByDescending(c => c.Value).ThenBy(c => c.Key).First().Key,
        listed(u.Key),
        u.Value.ConvertAll(x => x.Use)));

    private void Take(in DispensationRow row, NumberedSite site)
    {
        if (!_uses.TryGetValue(site.Number, out var uses))
        {
            _uses.Add(site.Number, uses = []);
        }

        var facts = reference.PrescriberSites[row.PrescriberSiteId];
        var miles = facts.Zip == 0 ? null : reference.Zips.Miles(row.PatientZip, facts.Zip);
        var cash = row.Payment == PaymentType.PrivatePay && (row.Context & FillContext.DiscountCard) == 0;
        uses.Add((facts.PrescriberId, new NumberUse(
            row.FilledDay, row.PatientId, row.DispenserId, site.LastName, row.Payment, cash, row.TransmissionForm, miles > farMiles ? true : miles is null ? null : false, row.DispensationId)));
    }
}

/// <summary>A prescriber site under a number worth looking at.</summary>
internal sealed record NumberedSite(string Number, string LastName)
{
    /// <summary>The number only.</summary>
    public override string ToString() => Number;
}
