using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients.Matching;

namespace PdmpAnalytics.Detection.Population;

/// <summary>Thresholds of ID-04.</summary>
internal sealed record SeveralIdentitiesThresholds
{
    [Threshold("Probability that two patients are one person from which it fires, alternation counted in.", "domain reference 6.2, our choice, 2026-11-22", Min = 0.5, Max = 0.99)]
    public double Probability { get; init; } = 0.85;

    [Threshold("Turns the two identities take with one class from which the fills alternate.", "our choice, 2026-11-22: back and forth and back", Min = 1, Max = 50)]
    public int Turns { get; init; } = 3;

    [Threshold("Bits that alternation adds to the odds of one person.", "our choice, 2026-11-22: doubles them; two people in treatment alternate as well", Min = 0, Max = 5)]
    public double AlternationBits { get; init; } = 1;
}

/// <summary>ID-04: two patients may be one person, and only together do their fills show a pattern.</summary>
internal sealed class SeveralIdentitiesRule(SeveralIdentitiesThresholds limits) : ICatalogRule
{
    public static readonly RuleDefinition About = new()
    {
        Id = "ID-04",
        Name = "several-identities",
        Title = "One person, several identities",
        Family = RuleFamily.Integrity,
        Queue = ReviewQueueKind.Review,
        SilencedBy = FillContext.None,
        Counts = "Two patients whom linkage proposes as one person without being sure enough to merge, and whom no reviewer has parted: their fills as one history, judged by the provider-count and overlap rules. It fires when a rule that queues holds for both together and for neither alone; fills that alternate between the two raise the odds, and the severity to High: one identity after the other is how a house move looks, and is told at the severity of what both show, High at most.",
        Template = "Records {ra} and {rb} (patients {a} and {b}) may be one person's ({conf} %; linkage says {linked} %{turns}). Together they show {rule}, which neither shows alone: {combined}",
        Citation = "Fellegi and Sunter 1969 (record linkage); McDonald et al. (linkage before counting)",
        LegitimateReasons = "A house move under a new address, twins, father and son (check the suffix), two people of one name, a slip of the keyboard at one pharmacy.",
        ReviewerCheck = "Whether the two are one person: pdmp link explain with the two records, then pdmp link decide. By an analyst, never a letter before that.",
    };

    public RuleDefinition Definition => About;

    public IReadOnlyList<Threshold> Thresholds { get; } = Detection.Thresholds.Of(limits);

    /// <summary>Log-odds of a candidate below which it can never fire.</summary>
    public double LeastBits => MatchScales.BitsOf(limits.Probability) - limits.AlternationBits;

    /// <summary>Judges both alone and together; what it says about each names the other and shows the own fills only.</summary>
    public void Evaluate(
        IdentityCandidate pair, ReadOnlySpan<DispensationRow> first, ReadOnlySpan<DispensationRow> second, CombinedJudge judge, DateOnly asOf, OneFindingEach findings)
    {
        var alone = judge.Judge(first, asOf).Concat(judge.Judge(second, asOf)).Select(f => f.Rule.Id).ToHashSet();
        var together = judge.Judge([.. first, .. second], asOf);
        var told = together.Where(f => !alone.Contains(f.Rule.Id)).OrderByDescending(f => f.Severity).FirstOrDefault();
        if (told is null)
        {
            return;
        }

        var firsts = IdsOf(first);
        var alternation = IdentityAlternation.Of(judge.History, firsts) is { } found && found.Turns >= limits.Turns ? found : (IdentityAlternation?)null;
        var probability = MatchScales.ProbabilityOf(pair.Bits + (alternation is null ? 0 : limits.AlternationBits));
        if (probability < limits.Probability)
        {
            return;
        }

        var ofFirst = told.Evidence.Where(firsts.Contains).ToArray();
        var ofSecond = told.Evidence.Except(ofFirst).ToArray();
        if (ofFirst.Length > 0 && ofSecond.Length > 0)
        {
            findings.Add(pair.PatientA, Finding(pair, told, alternation, probability, ofFirst), probability);
            findings.Add(pair.PatientB, Finding(pair, told, alternation, probability, ofSecond), probability);
        }
    }

    private RuleFinding Finding(IdentityCandidate pair, RuleFinding told, IdentityAlternation? alternation, double probability, long[] evidence)
    {
        FindingValue[] values =
        [
            new("a", pair.PatientA), new("b", pair.PatientB), new("ra", pair.RecordA), new("rb", pair.RecordB),
            new("conf", Math.Round(100 * probability)), new("linked", Math.Round(100 * MatchScales.ProbabilityOf(pair.Bits))),
            new("alternations", alternation?.Turns ?? 0), .. told.Values.Select(v => v with { Name = $"{told.Rule.Id} {v.Name}" }),
        ];
        return told with
        {
            Rule = About,
            Scope = null,
            Severity = alternation is null && told.Severity < Severity.High ? told.Severity : Severity.High,
            Values = values,
            Text = FindingText.Fill(
                About.Template, values, ("rule", $"{told.Rule.Id} ({told.Rule.Title})"), ("combined", told.Text),
                ("turns", alternation is { } found ? $", and their {FindingText.Of(found.Class)} fills alternate {found.Turns} times" : "")),
            SilentIf = $"If records {pair.RecordA} and {pair.RecordB} are two people's; or, of the fills taken together: {told.SilentIf}",
            Evidence = evidence,
            Thresholds = Detection.Thresholds.Text(Thresholds),
        };
    }

    private static HashSet<long> IdsOf(ReadOnlySpan<DispensationRow> rows)
    {
        var ids = new HashSet<long>();
        foreach (ref readonly var row in rows)
        {
            ids.Add(row.DispensationId);
        }

        return ids;
    }
}
