using System.Collections.Concurrent;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Exemptions;
using PdmpAnalytics.Detection.Population;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Lookup.Reporting;

namespace PdmpAnalytics.Lookup;

/// <summary>Everything beside a patient's own file that an answer is made with. Does not change; shared by all requests.</summary>
internal sealed record LookupKnowledge
{
    private readonly ConcurrentDictionary<int, IReadOnlyList<int>> _near = new();

    /// <summary>The day it is about.</summary>
    public required DateOnly AsOf { get; init; }
    public required DateTimeOffset ReadAt { get; init; }
    public required RuleCatalog Rules { get; init; }
    public required DispensingReference Reference { get; init; }
    public required PopulationReference Population { get; init; }
    public required PatientExemptions Exemptions { get; init; }
    public required ProjectIndexTable? Index { get; init; }

    /// <summary>By id: how far each dispenser's data reach.</summary>
    public required IReadOnlyDictionary<int, DispenserCoverage> Coverage { get; init; }

    /// <summary>The latest day that any dispenser has spoken for; null when none has.</summary>
    public required DateOnly? DataThrough { get; init; }

    /// <summary>Ids of the dispensers near a ZIP code: found once and kept, since a state has thousands and a patient lives near a few.</summary>
    public IReadOnlyList<int> DispensersNear(int zip, Func<int, IReadOnlyList<int>> find) => _near.GetOrAdd(zip, find);

    /// <summary>A judge of its own: the same rules as at night. Rules over several patients stay out, since they speak of others.</summary>
    /// <param name="practices">How the patient's practices are called in the texts.</param>
    public PatientJudge Judge(OwnPractices practices) => new(Rules, Reference with { PracticeNames = practices }, Population, new SubjectFindings(), new Dictionary<long, IdentityDoubt>(), Exemptions);

    /// <summary>Whether every product, dispenser and prescriber of some rows is known; a file that came since may have brought new ones.</summary>
    public bool Covers(ReadOnlySpan<DispensationRow> rows)
    {
        foreach (ref readonly var row in rows)
        {
            if (row.DrugId >= Reference.Drugs.Length || row.DispenserId >= Reference.Dispensers.Length || row.PrescriberSiteId >= Reference.PrescriberSites.Length)
            {
                return false;
            }
        }

        return true;
    }
}
