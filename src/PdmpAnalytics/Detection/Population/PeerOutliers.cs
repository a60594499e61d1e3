using PdmpAnalytics.Detection.Episodes;

namespace PdmpAnalytics.Detection.Population;

/// <summary>Limits of both peer rules.</summary>
internal sealed record PeerLimits(int WindowDays, int MinPeers, int Figures, double Z, double SingleZ, double FalseDiscoveryRate);

/// <summary>Who stands out among peers, in which figures: shared by CL-03 and CL-04.</summary>
internal sealed class PeerOutliers(ICatalogRule rule, IReadOnlyList<PeerMetric> metrics, PeerLimits limits)
{
    /// <summary>Figures told in a finding's text (our choice, 2026-11-22).</summary>
    private const int Told = 5;

    public void Find(IReadOnlyList<PeerMember> members, DateOnly asOf, SubjectFindings findings)
    {
        var tests = Enumerable.Range(0, metrics.Count).SelectMany(m => Tests(members, m)).ToArray();
        var kept = PeerComparison.Discoveries([.. tests.Select(t => t.Distance.P)], limits.FalseDiscoveryRate);
        var standing = tests.Where((t, i) => kept[i] && t.Distance.Z > limits.Z);
        foreach (var about in standing.GroupBy(t => t.Member).OrderBy(g => g.Key))
        {
            PeerTest[] far = [.. about.OrderByDescending(t => t.Distance.Z).ThenBy(t => t.Metric)];
            if (far.Length >= limits.Figures || far[0].Distance.Z > limits.SingleZ)
            {
                findings.Add(members[about.Key].Subject, Finding(members[about.Key], far, asOf));
            }
        }
    }

    /// <summary>Every member that has the figure, compared in its narrowest group in which enough members have it.</summary>
    private IEnumerable<PeerTest> Tests(IReadOnlyList<PeerMember> members, int metric)
    {
        var having = Enumerable.Range(0, members.Count).Where(i => members[i].Figures[metric] is not null).ToArray();
        var groups = having.SelectMany(i => members[i].Groups.Select(g => (Group: g, Member: i)))
            .GroupBy(g => g.Group, g => g.Member)
            .Where(g => g.Count() >= limits.MinPeers)
            .ToDictionary(g => g.Key, g => g.ToArray());
        var chosen = having.ToLookup(i => members[i].Groups.FirstOrDefault(groups.ContainsKey));
        foreach (var group in chosen)
        {
            // Groups too small at every width are not compared at all.
            if (group.Key is null)
            {
                continue;
            }

            var peers = groups[group.Key];
            var distances = PeerComparison.Distances([.. peers.Select(i => members[i].Figures[metric]!.Value)]);
            var own = group.ToHashSet();
            for (var i = 0; i < peers.Length; i++)
            {
                if (own.Contains(peers[i]))
                {
                    yield return new PeerTest(peers[i], metric, group.Key, distances[i]);
                }
            }
        }
    }

    private RuleFinding Finding(PeerMember member, PeerTest[] far, DateOnly asOf)
    {
        var told = far.Take(Told).Select(t => Sentence(member, t));
        var rest = far.Length > Told ? $"; and {far.Length - Told} more" : "";
        var group = far[0].Group;
        return new RuleFinding
        {
            Rule = rule.Definition,
            Severity = Severity.Medium,
            FirstDay = asOf,
            LastDay = asOf,
            PeakDay = asOf,
            LookBackDays = limits.WindowDays,
            Values =
            [
                new("patients", member.Patients), new("figures", far.Length),
                .. far.SelectMany(t => new FindingValue[]
                {
                    new(metrics[t.Metric].Name, metrics[t.Metric].Shown(member.Figures[t.Metric]!.Value.Value)),
                    new(metrics[t.Metric].Name + ".z", Math.Round(t.Distance.Z, 2)),
                }),
            ],
            Text = $"{string.Join("; ", told)}{rest}. Compared with: {group}.",
            SilentIf = SilentIf(member, far),
            Evidence = member.Evidence,
            Notes = ["evidence: the first fill of each quarter stands for all"],
            Thresholds = Thresholds.Text(rule.Thresholds),
        };
    }

    private string Sentence(PeerMember member, PeerTest test)
    {
        var metric = metrics[test.Metric];
        return FindingText.Fill(
            rule.Definition.Template,
            [
                new("v", metric.Shown(member.Figures[test.Metric]!.Value.Value)), new("m", metric.Shown(test.Distance.Median)),
                new("z", Math.Round(test.Distance.Z, 1)), new("n", test.Distance.Peers),
            ],
            ("metric", metric.Label),
            ("unit", metric.Unit.Length == 0 ? "" : " " + metric.Unit));
    }

    /// <summary>The nearest way below the limits: the highest figure back to the single limit, or the least of those needed to the lower one.</summary>
    private string SilentIf(PeerMember member, PeerTest[] far)
    {
        var needed = new List<string>();
        needed.AddRange(far.Where(t => t.Distance.Z > limits.SingleZ).Select(t => Below(member, t, limits.SingleZ)));
        var stay = limits.Figures - 1;
        if (far.Length >= limits.Figures)
        {
            var above = far.Where(t => t.Distance.Z <= limits.SingleZ).Reverse().Take(far.Length - stay);
            needed.AddRange(above.Select(t => Below(member, t, limits.Z)));
        }

        return $"With {FindingText.List(needed)}.";
    }

    private string Below(PeerMember member, PeerTest test, double z)
    {
        var metric = metrics[test.Metric];
        var value = PeerComparison.ValueAt(z, member.Figures[test.Metric]!.Value, test.Distance);
        return $"{metric.Label} at most {FindingText.Number(metric.Shown(value))}{(metric.Unit.Length == 0 ? "" : " " + metric.Unit)}";
    }

    /// <param name="Member">Position among the members.</param>
    /// <param name="Metric">Position among the metrics.</param>
    private readonly record struct PeerTest(int Member, int Metric, string Group, PeerDistance Distance);
}
