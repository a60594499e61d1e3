using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Population;

/// <summary>What a pharmacy is compared by besides its volume: its kind, and whether it stands among many or few.</summary>
internal sealed class PharmacySettings
{
    /// <summary>Pharmacies within <see cref="NearMiles"/>, itself included, from which the place is urban: our choice, 2026-11-22.</summary>
    private const int UrbanPharmacies = 10;

    /// <summary>The reach of one town, as for branches of a chain (domain reference 6.0.4).</summary>
    private const double NearMiles = 10;

    private readonly Dictionary<int, string> _byZip = [];

    public PharmacySettings(IEnumerable<int> pharmacyZips, ZipCentroids zips)
    {
        var counts = pharmacyZips.Where(z => zips.Miles(z, z) is not null).CountBy(z => z).ToArray();
        foreach (var (zip, _) in counts)
        {
            var near = counts.Where(c => zips.Miles(zip, c.Key) <= NearMiles).Sum(c => c.Value);
            _byZip[zip] = near >= UrbanPharmacies ? "urban" : "rural";
        }
    }

    /// <summary>Empty where the ZIP is unknown.</summary>
    public string Of(int zip) => _byZip.GetValueOrDefault(zip, "");

    /// <summary>In words: mail order, else the reported type (PHA14), else chain or independent.</summary>
    public static string KindOf(Dispenser dispenser) => dispenser.MailOrder == true ? "mail order" : dispenser.Type switch
    {
        1 => "independent",
        2 => "chain",
        3 => "long-term care",
        4 => "hospital",
        5 => "opioid treatment program",
        6 => "cannabis dispensary",
        7 => "veterinary",
        8 => "dispensing prescriber",
        9 => "specialty",
        10 => "federal",
        11 => "tribal",
        _ => string.IsNullOrEmpty(dispenser.Chain) ? "independent" : "chain",
    };
}
