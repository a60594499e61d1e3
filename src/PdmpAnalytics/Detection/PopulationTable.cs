using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection;

/// <summary>A stored <see cref="PopulationReference"/>: one row a rebuild, never changed, so that an old score can be explained.</summary>
public sealed class PopulationTable
{
    // NaN is what is not known about a prescriber.
    private static readonly JsonSerializerOptions Plain = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private PopulationTable()
    {
    }

    /// <summary>Counts up from 1.</summary>
    public int Version { get; private set; }

    /// <summary>The day the figures were taken.</summary>
    public DateOnly AsOf { get; private set; }

    /// <summary>Patients sampled.</summary>
    public int Patients { get; private set; }

    /// <summary>Patients in the store at the time; growth beyond it ends the table early.</summary>
    public long PatientsInStore { get; private set; }

    /// <summary><see cref="PatientFeatures.Version"/> at the time; a table of another version is not used for scoring.</summary>
    public int FeatureVersion { get; private set; }

    /// <summary>Editions its doses were computed by; a table of others is not used.</summary>
    public string Equivalents { get; private set; } = "";

    /// <summary>The figures as compressed JSON.</summary>
    public byte[] Figures { get; private set; } = [];

    public static PopulationTable Of(PopulationReference reference, long patientsInStore, Equivalents equivalents) => new()
    {
        Version = reference.Version,
        AsOf = reference.AsOf,
        Patients = reference.Patients,
        PatientsInStore = patientsInStore,
        FeatureVersion = PatientFeatures.Version,
        Equivalents = equivalents.ToString(),
        Figures = Pack(reference),
    };

    public PopulationReference Read()
    {
        using var json = new GZipStream(new MemoryStream(Figures), CompressionMode.Decompress);
        var figures = JsonSerializer.Deserialize<StoredFigures>(json, Plain) ?? throw new InvalidDataException("A population table holds no figures.");
        return new PopulationReference
        {
            Version = Version,
            AsOf = AsOf,
            Patients = Patients,
            Engine = figures.Rarity is { } rarity ? new TailProbabilityEngine(new FillBands(rarity.BandsUpTo), rarity.Everyone, rarity.ByBand) : null,
            Peers = figures.Peers is { } peers ? new PeerGroups(peers) : null,
            PracticeCountCuts = figures.PracticeCountCuts,
            SedativeDoses = figures.SedativeDoses,
            MilesByArea = (figures.Miles ?? []).ToDictionary(m => m.Area, m => new UsualMiles(m.ToDispenser, m.ToPrescriber)),
            Company = new CompanyFigures(figures.Prescribers ?? []),
            CashShares = figures.CashShares.ToDictionary(c => (c.Dispenser, c.Scope), c => c.Share),
        };
    }

    private static byte[] Pack(PopulationReference reference)
    {
        var figures = new StoredFigures(
            reference.Engine is { } engine ? new StoredRarity([.. engine.Bands.UpTo], [.. engine.Everyone], [.. engine.ByBand]) : null,
            reference.Peers?.Tables.ToArray(),
            reference.PracticeCountCuts,
            [
                .. reference.CashShares
                    .Select(c => new StoredCashShare(c.Key.DispenserId, c.Key.Scope, c.Value))
                    .OrderBy(c => c.Dispenser).ThenBy(c => c.Scope),
            ],
            reference.SedativeDoses,
            [
                .. reference.MilesByArea
                    .Select(m => new StoredMiles(m.Key, m.Value.ToDispenser, m.Value.ToPrescriber)).OrderBy(m => m.Area),
            ],
            [.. reference.Company.Standings]);
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(zip, figures, Plain);
        }

        return bytes.ToArray();
    }

    private sealed record StoredFigures(
        StoredRarity? Rarity,
        TailTable[]? Peers,
        double?[] PracticeCountCuts,
        StoredCashShare[] CashShares,
        TailTable? SedativeDoses,
        StoredMiles[]? Miles,
        PrescriberStanding[]? Prescribers);

    private sealed record StoredRarity(int[] BandsUpTo, TailTable[] Everyone, TailTable[][] ByBand);

    private sealed record StoredMiles(int Area, double ToDispenser, double ToPrescriber);

    private sealed record StoredCashShare(int Dispenser, DrugScope Scope, double Share);
}
