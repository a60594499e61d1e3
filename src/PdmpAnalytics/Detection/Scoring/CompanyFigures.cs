using PdmpAnalytics.Detection.Scoring.Tables;

namespace PdmpAnalytics.Detection.Scoring;

/// <summary>Where a prescriber stands among all, as shares 0 to 1; a percentile counts half of those who are equal.</summary>
/// <param name="Dose">By lorazepam equivalents a patient; NaN for who writes no sedative.</param>
/// <param name="Rank">By PageRank in the graph of shared patients.</param>
internal readonly record struct PrescriberStanding(int PrescriberId, float Dose, float Rank);

/// <summary>What a sample of patients says about their prescribers; part of the population table.</summary>
internal sealed class CompanyFigures(IEnumerable<PrescriberStanding> standings)
{
    /// <summary>Patients of weight with which the overall mean enters each prescriber's (our choice, 2026-11-22): of some a sample knows one patient.</summary>
    private const double PriorPatients = 5;

    private readonly Dictionary<int, PrescriberStanding> _standings = standings.ToDictionary(s => s.PrescriberId);

    public static CompanyFigures None { get; } = new([]);

    /// <summary>By prescriber.</summary>
    public IEnumerable<PrescriberStanding> Standings => _standings.Values.OrderBy(s => s.PrescriberId);

    /// <summary>0 to 1; null for a prescriber of no sampled sedative.</summary>
    public double? DosePercentile(int prescriber) =>
        _standings.TryGetValue(prescriber, out var standing) && !float.IsNaN(standing.Dose) ? standing.Dose : null;

    /// <summary>0 to 1; null for a prescriber of no sampled patient.</summary>
    public double? RankPercentile(int prescriber) => _standings.TryGetValue(prescriber, out var standing) ? standing.Rank : null;

    /// <param name="years">The last year of each sampled patient; their order makes a difference in the last digits only.</param>
    public static CompanyFigures Of(IReadOnlyList<IReadOnlyList<CompanyFill>> years)
    {
        var graph = new SharedPatients();
        var doses = new Dictionary<int, (double Lme, int Patients)>();
        foreach (var year in years)
        {
            graph.Add(year.Select(f => f.PrescriberId));
            foreach (var own in year.Where(f => f.Lme > 0).GroupBy(f => f.PrescriberId))
            {
                var sum = doses.GetValueOrDefault(own.Key);
                doses[own.Key] = (sum.Lme + own.Sum(f => f.Lme), sum.Patients + 1);
            }
        }

        var overall = doses.Count == 0 ? 0 : doses.Values.Sum(d => d.Lme) / doses.Values.Sum(d => d.Patients);
        var dose = Percentiles(doses.ToDictionary(d => d.Key, d => (d.Value.Lme + PriorPatients * overall) / (d.Value.Patients + PriorPatients)));
        var rank = Percentiles(graph.Ranks());
        return new CompanyFigures(rank.Select(r => new PrescriberStanding(r.Key, dose.GetValueOrDefault(r.Key, float.NaN), r.Value)));
    }

    private static Dictionary<int, float> Percentiles(Dictionary<int, double> values)
    {
        var ranks = MidRanks.Of([.. values.Values]);
        return values.Keys.Index().ToDictionary(k => k.Item, k => (float)((ranks[k.Index] - 0.5) / ranks.Length));
    }
}
