namespace PdmpAnalytics.Detection.Population;

/// <summary>What one prescriber's or dispenser's fills of a window add up to; added to patient by patient, so it never grows with them.</summary>
public sealed class ProviderTally
{
    /// <summary>Different patients with a fill in the window.</summary>
    public int Patients { get; internal set; }

    public int Fills { get; internal set; }

    /// <summary>Fills whose payment is reported, and those of them paid privately.</summary>
    public int PaidFills { get; internal set; }

    /// <inheritdoc cref="PaidFills"/>
    public int CashFills { get; internal set; }

    /// <summary>Days supplied, summed over fills.</summary>
    public long DaysSupplied { get; internal set; }

    /// <summary>Lorazepam equivalents in mg, summed over supplied days of sedatives with a factor, and those days.</summary>
    public double LmeMg { get; internal set; }

    /// <inheritdoc cref="LmeMg"/>
    public long LmeDays { get; internal set; }

    /// <summary>Patients supplied for more than 90 days.</summary>
    public int LongPatients { get; internal set; }

    /// <summary>Patients who had an opioid and a benzodiazepine from here at once for at least seven days.</summary>
    public int OpioidBenzodiazepinePatients { get; internal set; }

    /// <summary>Patients who had an opioid, a benzodiazepine and a muscle relaxant from here at once.</summary>
    public int TriplePatients { get; internal set; }

    /// <summary>Patients with an alert by a provider-count or overlap rule.</summary>
    public int AlertedPatients { get; internal set; }

    /// <summary>Miles from home, one a patient whose and whose provider's ZIP are known.</summary>
    public List<float> Miles { get; } = [];

    /// <summary>Fills that were early refills (ER-01).</summary>
    public int EarlyFills { get; internal set; }

    /// <summary>Fills whose prescriber's DEA number fails its check or is missing.</summary>
    public int InvalidNumberFills { get; internal set; }

    /// <summary>Units of schedule IV drugs and of all drugs.</summary>
    public double ScheduleIvUnits { get; internal set; }

    /// <inheritdoc cref="ScheduleIvUnits"/>
    public double Units { get; internal set; }

    /// <summary>Fills by drug (of a prescriber) or fills of schedule IV drugs by prescriber (of a dispenser).</summary>
    public Dictionary<int, int> Shares { get; } = [];

    /// <summary>Fills by five-digit ZIP: of the prescriber, else of the dispenser; of the dispenser alone.</summary>
    public Dictionary<int, int> Zips { get; } = [];

    /// <summary>
    /// By calendar quarter (year x 4 + quarter) the first fill: evidence that stands for thousands and does not change with
    /// every new fill, or a closed alert would be raised again by each.
    /// </summary>
    public Dictionary<int, (int Day, long DispensationId)> Firsts { get; } = [];

    internal void First(int day, long dispensationId)
    {
        var date = DateOnly.FromDayNumber(day);
        var quarter = date.Year * 4 + (date.Month - 1) / 3;
        if (!Firsts.TryGetValue(quarter, out var first) || (day, dispensationId).CompareTo(first) < 0)
        {
            Firsts[quarter] = (day, dispensationId);
        }
    }

    internal void Add(ProviderTally other)
    {
        Patients += other.Patients;
        Fills += other.Fills;
        PaidFills += other.PaidFills;
        CashFills += other.CashFills;
        DaysSupplied += other.DaysSupplied;
        LmeMg += other.LmeMg;
        LmeDays += other.LmeDays;
        LongPatients += other.LongPatients;
        OpioidBenzodiazepinePatients += other.OpioidBenzodiazepinePatients;
        TriplePatients += other.TriplePatients;
        AlertedPatients += other.AlertedPatients;
        Miles.AddRange(other.Miles);
        EarlyFills += other.EarlyFills;
        InvalidNumberFills += other.InvalidNumberFills;
        ScheduleIvUnits += other.ScheduleIvUnits;
        Units += other.Units;
        foreach (var (key, count) in other.Shares)
        {
            Shares[key] = Shares.GetValueOrDefault(key) + count;
        }

        foreach (var (zip, count) in other.Zips)
        {
            Zips[zip] = Zips.GetValueOrDefault(zip) + count;
        }

        foreach (var (day, id) in other.Firsts.Values)
        {
            First(day, id);
        }
    }
}
