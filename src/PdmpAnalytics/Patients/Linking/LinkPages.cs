using System.Globalization;
using PdmpAnalytics.Patients.Matching;

namespace PdmpAnalytics.Patients.Linking;

/// <summary>Says in words why records are one patient's, or not; pure.</summary>
internal sealed class LinkPages(LinkBench bench, LinkModel model, IReadOnlyList<LinkDecision> decisions)
{
    private readonly MatchModel _figures = model.Model();
    private readonly PatientMatcher _matcher = bench.Matcher();
    private readonly HashSet<(int, int)> _equal = [.. EqualPairs(bench)];

    public LinkPage Page(long a, long b)
    {
        var (numberA, numberB) = (bench.NumberOf(a)!.Value, bench.NumberOf(b)!.Value);
        var (recordA, recordB) = (bench[numberA], bench[numberB]);
        var explanation = recordA.Animal == recordB.Animal ? _matcher.Explain(numberA, numberB) : null;
        var decision = decisions.FirstOrDefault(d => d.Sides().Parts(a, b));
        var equal = _equal.Contains((Math.Min(numberA, numberB), Math.Max(numberA, numberB)));
        return new LinkPage
        {
            A = recordA,
            B = recordB,
            Explanation = explanation,
            ModelVersion = model.Version,
            EqualKeys = equal,
            Decision = decision,
            Outcome = recordA.PatientId == recordB.PatientId ? Together(explanation, decision, equal) : Apart(explanation, decision, equal),
        };
    }

    private string Together(LinkExplanation? explanation, LinkDecision? decision, bool equal) =>
        decision?.Verdict == LinkVerdict.Same ? $"One patient by decision {decision.Id}."
        : equal ? "One patient by equal keys: name, birth date, sex, and an id, a phone, or house number and ZIP code."
        : explanation?.Probability >= _figures.MergeProbability ? "One patient by their weight."
        : "One patient through other records that link both.";

    private string Apart(LinkExplanation? explanation, LinkDecision? decision, bool equal) =>
        decision?.Verdict == LinkVerdict.Different ? $"Kept apart by decision {decision.Id}."
        : explanation is null ? "A person and an animal are never compared."
        : explanation.Guard != LinkGuard.None ? $"Kept apart by the guard for {Words(explanation.Guard)}."
        : equal || explanation.Probability >= _figures.MergeProbability ? "Not merged: the other records of the two patients speak against it, or a decision keeps them apart."
        : explanation.Probability >= _figures.ProposalProbability
            ? string.Create(CultureInfo.InvariantCulture, $"Proposed only: below the {_figures.MergeProbability:0.##} that merges.")
            : "Not merged: too unlikely.";

    private static string Words(LinkGuard guard) => guard switch
    {
        LinkGuard.None => "nothing",
        LinkGuard.OtherGeneration => "another generation (both state one)",
        LinkGuard.Namesake => "a namesake of another generation at the same address or phone",
        LinkGuard.Twin => "twins (same birth date, name and household, another first name)",
        LinkGuard.OtherMiddleName => "another full middle name (one name at one address or phone)",
        LinkGuard.AmbiguousSlip => "a slip that may stand for another first name (a twin's, perhaps)",
        LinkGuard.Uncorroborated => "name and birth date alone (two people may share them)",
    };

    /// <summary>Pairs with equal base keys and a joining key in common.</summary>
    private static IEnumerable<(int, int)> EqualPairs(LinkBench bench)
    {
        var keyed = Enumerable.Range(0, bench.Count).Select(i => (Number: i, Record: bench[i])).ToLookup(r => Convert.ToHexString(r.Record.BaseKey));
        return
            from same in keyed
            let several = ExactIdentity.HaveOtherMiddleNames(same.Select(r => ExactIdentity.FullMiddleName(r.Record.MiddleName)))
            from a in same
            from b in same
            where a.Number < b.Number && Joining(a.Record, several).Intersect(Joining(b.Record, several)).Any()
            select (a.Number, b.Number);
    }

    private static IEnumerable<string> Joining(PatientRecord record, bool several)
    {
        var keys = ExactIdentity.JoiningKeys(record.IdValue, record.IdQualifier, record.Address, record.Zip, record.Phone);
        return several ? ExactIdentity.KeysWithMiddleName(keys, ExactIdentity.FullMiddleName(record.MiddleName)) : keys;
    }
}
