using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Population;

/// <summary>
/// Adds patients' histories up by prescriber and by dispenser. One instance a worker; they are merged. Grows with
/// providers (and one distance a patient of each), not with fills.
/// </summary>
internal sealed class ProviderTallies(DispensingReference reference, TallyOptions options)
{
    /// <summary>Shared days of an opioid and a benzodiazepine that count as together (domain reference 4.2: acute overlap).</summary>
    private const int OverlapDays = 7;

    /// <summary>Days supplied from which a patient is long-term (domain reference 6.2, CL-03).</summary>
    private const int LongTermDays = 90;

    private readonly DistanceCache _distances = new();
    private readonly Dictionary<int, PatientShare> _byPrescriber = [];
    private readonly Dictionary<int, PatientShare> _byDispenser = [];

    public TallyOptions Options => options;

    public Dictionary<int, ProviderTally> Prescribers { get; } = [];

    public Dictionary<int, ProviderTally> Dispensers { get; } = [];

    /// <param name="alerted">Whether a provider-count or overlap rule alerted on the patient.</param>
    public void Add(DispensingHistory history, bool alerted)
    {
        Forget();
        var fills = history.Fills;
        for (var i = 0; i < fills.Length; i++)
        {
            ref readonly var fill = ref fills[i];
            if (fill.Class == DrugClass.Unknown || fill.Has(ExemptContexts.Combinations))
            {
                continue;
            }

            var schedule = reference.Catalog.Ingredients[fill.IngredientId].Schedule;
            if (fill.StartDay > history.AsOfDay - options.PrescriberDays)
            {
                var share = ShareOf(_byPrescriber, fill.PrescriberId);
                share.Add(in fill, schedule, fill.IngredientId, fill.PrescriberZip != 0 ? fill.PrescriberZip : ZipOf(fill.DispenserId));
                share.Place = fill.PrescriberZip != 0 ? fill.PrescriberZip : share.Place;
            }

            if (fill.StartDay > history.AsOfDay - options.DispenserDays)
            {
                var share = ShareOf(_byDispenser, fill.DispenserId);
                share.Add(in fill, schedule, schedule == DrugSchedule.IV ? fill.PrescriberId : null, ZipOf(fill.DispenserId));
                share.Place = reference.Dispensers[fill.DispenserId].MailOrder ? 0 : ZipOf(fill.DispenserId);
            }
        }

        if (_byDispenser.Count > 0)
        {
            CountEarly(history);
        }

        Take(_byPrescriber, Prescribers, alerted);
        Take(_byDispenser, Dispensers, alerted);
    }

    public void Merge(ProviderTallies other)
    {
        Merge(Prescribers, other.Prescribers);
        Merge(Dispensers, other.Dispensers);
    }

    private static void Merge(Dictionary<int, ProviderTally> into, Dictionary<int, ProviderTally> from)
    {
        foreach (var (id, tally) in from)
        {
            if (!into.TryAdd(id, tally))
            {
                into[id].Add(tally);
            }
        }
    }

    private void CountEarly(DispensingHistory history)
    {
        foreach (ref readonly var early in history.EarlyRefills(options.Early).Events)
        {
            var fill = history.Fills[early.Fill];
            if (early.Day > history.AsOfDay - options.DispenserDays && _byDispenser.TryGetValue(fill.DispenserId, out var share))
            {
                share.Tally.EarlyFills++;
            }
        }
    }

    private void Take(Dictionary<int, PatientShare> patient, Dictionary<int, ProviderTally> all, bool alerted)
    {
        foreach (var (id, share) in patient)
        {
            var tally = share.Tally;
            tally.Patients = 1;
            tally.AlertedPatients = alerted ? 1 : 0;
            tally.LongPatients = tally.DaysSupplied > LongTermDays ? 1 : 0;
            tally.OpioidBenzodiazepinePatients = share.HasBoth(OverlapDays) ? 1 : 0;
            tally.TriplePatients = share.HasTriple() ? 1 : 0;
            if (_distances.Between(share.Home, share.Place, reference.Zips) is { } miles)
            {
                tally.Miles.Add((float)miles);
            }

            if (!all.TryAdd(id, tally))
            {
                all[id].Add(tally);
            }
        }
    }

    private void Forget()
    {
        _byPrescriber.Clear();
        _byDispenser.Clear();
    }

    private static PatientShare ShareOf(Dictionary<int, PatientShare> shares, int id)
    {
        if (!shares.TryGetValue(id, out var share))
        {
            shares.Add(id, share = new PatientShare());
        }

        return share;
    }

    private int ZipOf(int dispenser) => reference.Dispensers[dispenser].Zip;

    /// <summary>One patient's fills of one provider.</summary>
    private sealed class PatientShare
    {
        private readonly List<(int First, int Last)> _opioids = [];
        private readonly List<(int First, int Last)> _benzodiazepines = [];
        private readonly List<(int First, int Last)> _relaxants = [];

        public ProviderTally Tally { get; } = new();

        /// <summary>The patient's ZIP on the latest fill that states one.</summary>
        public int Home { get; private set; }

        /// <summary>The provider's ZIP; 0 unknown.</summary>
        public int Place { get; set; }

        public void Add(in Fill fill, DrugSchedule schedule, int? sharedBy, int zip)
        {
            Tally.Fills++;
            Tally.PaidFills += fill.Payment != PaymentType.Unknown ? 1 : 0;
            Tally.CashFills += fill.IsCash ? 1 : 0;
            Tally.DaysSupplied += fill.Days;
            if (fill.DailyLme > 0 && !fill.Faulty(RecordQuality.Quantity | RecordQuality.ImplausibleDose))
            {
                Tally.LmeMg += fill.DailyLme * fill.Days;
                Tally.LmeDays += fill.Days;
            }

            Tally.InvalidNumberFills += fill.Faulty(RecordQuality.PrescriberDea) ? 1 : 0;
            if (!fill.Faulty(RecordQuality.Quantity))
            {
                Tally.Units += fill.Quantity;
                Tally.ScheduleIvUnits += schedule == DrugSchedule.IV ? fill.Quantity : 0;
            }

            if (sharedBy is { } key)
            {
                Tally.Shares[key] = Tally.Shares.GetValueOrDefault(key) + 1;
            }

            Tally.Zips[zip] = Tally.Zips.GetValueOrDefault(zip) + 1;
            Tally.First(fill.StartDay, fill.DispensationId);
            Home = fill.PatientZip != 0 ? fill.PatientZip : Home;
            SpansOf(fill.Class)?.Add((fill.StartDay, fill.LastDay));
        }

        public bool HasBoth(int days) => _opioids.Exists(o => _benzodiazepines.Exists(b => Shared(o, b) >= days));

        public bool HasTriple() => _relaxants.Count > 0 && _opioids.Exists(o => _benzodiazepines.Exists(b =>
            Shared(o, b) > 0 && _relaxants.Exists(r => Shared((Math.Max(o.First, b.First), Math.Min(o.Last, b.Last)), r) > 0)));

        private static int Shared((int First, int Last) a, (int First, int Last) b) =>
            Math.Min(a.Last, b.Last) - Math.Max(a.First, b.First) + 1;

        private List<(int First, int Last)>? SpansOf(DrugClass drugClass) => drugClass switch
        {
            DrugClass.Opioid => _opioids,
            DrugClass.Benzodiazepine => _benzodiazepines,
            DrugClass.MuscleRelaxant => _relaxants,
            DrugClass.Unknown or DrugClass.ZDrug or DrugClass.OrexinAntagonist or DrugClass.Barbiturate or DrugClass.OtherSedative
                or DrugClass.OpioidUseTreatment or DrugClass.Stimulant or DrugClass.WakePromoting or DrugClass.Gabapentinoid
                or DrugClass.Other => null,
        };
    }
}

/// <summary>What tallies are taken over.</summary>
/// <param name="PrescriberDays">Days of the window (asOf - days, asOf] of prescribers.</param>
/// <param name="DispenserDays">The same of dispensers.</param>
/// <param name="Early">What counts as an early refill.</param>
internal sealed record TallyOptions(int PrescriberDays, int DispenserDays, EarlyRefillTerms Early);
