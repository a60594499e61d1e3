using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Episodes;

/// <summary>What a rule has to tell about its peak day, beyond the episode itself.</summary>
internal sealed record Account
{
    /// <summary>Days of the window (peak - days, peak] that decided; 0 without one.</summary>
    public required int LookBackDays { get; init; }

    public required IReadOnlyList<FindingValue> Values { get; init; }

    public required string Text { get; init; }

    public required string SilentIf { get; init; }

    /// <summary>Positions of the fills that <see cref="SilentIf"/> would do without; empty where it names none.</summary>
    public IReadOnlyList<int> Leaving { get; init; } = [];

    /// <summary>Positions of the fills counted, oldest first.</summary>
    public required IReadOnlyList<int> Fills { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Doses among the values by every edition, see <see cref="EditionFigures"/>.</summary>
    public IReadOnlyList<EditionFigure> DosesByEdition { get; init; } = [];

    /// <summary>Version ids of animals' fills counted beside them, oldest first (VE-01).</summary>
    public IReadOnlyList<long> AnimalFills { get; init; } = [];
}

/// <summary>Whether a rule counts a fill. By reference: a fill is large.</summary>
internal delegate bool FillTest(in Fill fill);

/// <summary>A rule over one patient's history with its definition and its typed thresholds.</summary>
internal abstract class PatientRule<TThresholds> : IDetectionRule
    where TThresholds : class, new()
{
    private readonly string _thresholdText;

    protected PatientRule(RuleDefinition definition, TThresholds limits)
    {
        Definition = definition;
        Limits = limits;
        Thresholds = Detection.Thresholds.Of(limits);
        _thresholdText = Detection.Thresholds.Text(Thresholds);
    }

    public RuleDefinition Definition { get; }

    public IReadOnlyList<Threshold> Thresholds { get; }

    protected TThresholds Limits { get; }

    public abstract void Evaluate(DispensingHistory history, PopulationReference population, FindingCollector findings);

    /// <summary>The finding of an episode.</summary>
    protected RuleFinding Finding(DispensingHistory history, DrugScope? scope, in Episode episode, Account account)
    {
        var fills = history.Fills;
        var evidence = new long[account.Fills.Count + account.AnimalFills.Count];
        for (var i = 0; i < account.Fills.Count; i++)
        {
            evidence[i] = fills[account.Fills[i]].DispensationId;
        }

        for (var i = 0; i < account.AnimalFills.Count; i++)
        {
            evidence[account.Fills.Count + i] = account.AnimalFills[i];
        }

        return new RuleFinding
        {
            Rule = Definition,
            Scope = scope,
            Severity = episode.Peak.Severity,
            FirstDay = DateOnly.FromDayNumber(episode.FirstDay),
            LastDay = DateOnly.FromDayNumber(episode.LastDay),
            PeakDay = DateOnly.FromDayNumber(episode.PeakDay),
            LookBackDays = account.LookBackDays,
            Values = account.Values,
            Text = account.Text,
            SilentIf = account.SilentIf,
            SilentWithout = account.Leaving.Count == 0 ? [] : [.. account.Leaving.Select(position => history.Fills[position].DispensationId)],
            Notes = account.Notes,
            Evidence = evidence,
            Thresholds = _thresholdText,
            Editions = Editions(history),
            DosesByEdition = account.DosesByEdition,
        };
    }

    private string Editions(DispensingHistory history)
    {
        var equivalents = history.Reference?.Equivalents ?? Equivalents.Default;
        return string.Join(' ', Definition.Doses.Select(equivalents.Edition).Distinct());
    }

    /// <summary>Positions of the fills that count, oldest first.</summary>
    protected static List<int> FillsWhere(DispensingHistory history, FillTest counts)
    {
        var positions = new List<int>();
        var fills = history.Fills;
        for (var i = 0; i < fills.Length; i++)
        {
            if (counts(in fills[i]))
            {
                positions.Add(i);
            }
        }

        return positions;
    }
}
