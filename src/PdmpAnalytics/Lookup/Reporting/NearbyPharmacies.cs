using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.Lookup.Reporting;

/// <summary>How far the data around a patient reach: "no data" is not the same as "no fills".</summary>
/// <param name="Reach">The earliest day up to which those that are not late have spoken; where all are late the latest of theirs, and where none is near the programme's.</param>
/// <param name="Late">Those that are late, used ones first, then nearest.</param>
internal sealed record NearbyPharmacies(DataReach Reach, IReadOnlyList<LatePharmacy> Late)
{
    private const int UsedDays = 365;

    /// <summary>Digits that ZIP codes of one area share, as a divisor of the five: without centroids that is what near means.</summary>
    private const int AreaOfZip = 100;

    /// <param name="fills">Newest first.</param>
    public static NearbyPharmacies Of(IReadOnlyList<ReportedFill> fills, LookupKnowledge knowledge, LookupOptions options)
    {
        var home = ReportedProviders.HomeZip(fills);
        var used = fills.Where(f => f.Supply.FirstDay > knowledge.AsOf.AddDays(-UsedDays)).Select(f => f.Dispenser.Id).ToHashSet();
        var through = DateOnly.MaxValue;
        DateOnly? latest = null;
        var late = new List<LatePharmacy>();
        foreach (var id in knowledge.DispensersNear(home, zip => Near(zip, knowledge, options)).Union(used))
        {
            if (!knowledge.Coverage.TryGetValue(id, out var coverage))
            {
                continue;
            }

            latest = latest > coverage.DataThrough ? latest : coverage.DataThrough ?? latest;
            if (coverage.Punctuality != DispenserPunctuality.Current)
            {
                late.Add(new LatePharmacy(
                    coverage.Dispenser.Name.Length > 0 ? coverage.Dispenser.Name : coverage.Dispenser.Number, coverage.DataThrough,
                    ReportedProviders.Miles(knowledge.Reference, home, ZipOf(id, knowledge)), used.Contains(id)));
            }
            else if (coverage.DataThrough < through)
            {
                through = coverage.DataThrough.Value;
            }
        }

        List<LatePharmacy> ordered = [.. late.OrderByDescending(l => l.Used).ThenBy(l => l.Miles ?? double.MaxValue).ThenBy(l => l.Name, StringComparer.Ordinal)];
        var reach = DataReach.On(knowledge.AsOf, through < DateOnly.MaxValue ? through : latest ?? knowledge.DataThrough, options.LateAfterDays);
        return new NearbyPharmacies(reach.Without(ordered.Find(l => l.Used)), ordered);
    }

    private static List<int> Near(int home, LookupKnowledge knowledge, LookupOptions options) =>
    [
        .. from id in knowledge.Coverage.Keys
           let zip = ZipOf(id, knowledge)
           where ReportedProviders.Miles(knowledge.Reference, home, zip) is { } miles ? miles <= options.NearMiles : home != 0 && home / AreaOfZip == zip / AreaOfZip
           select id,
    ];

    private static int ZipOf(int dispenser, LookupKnowledge knowledge) => knowledge.Reference.Dispensers.ElementAtOrDefault(dispenser).Zip;
}
