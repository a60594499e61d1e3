using System.Text;

namespace PdmpAnalytics.Synthetic;

/// <summary>
/// prescribers.csv: what a public registry would list about an invented world's prescribers, in the columns of
/// <c>reference import --kind prescribers</c>. Not everybody is listed, and some under a general code or where they no longer work
/// (NPPES does not verify the taxonomy a provider states).
/// </summary>
internal static class PrescriberRegistry
{
    /// <summary>Apart from the streams of patients (from 0) and of the world.</summary>
    private const long RegistryStream = -2_000;

    // Shares: our choice, 2026-11-22.
    private const double Unlisted = 0.05;
    private const double ListedAsGeneral = 0.10;
    private const double ListedElsewhere = 0.08;
    private const string General = "208D00000X";

    public static void Write(World world, long seed, string directory)
    {
        var random = new RandomStream(seed, RegistryStream);
        using var file = PopulationWriter.Create(directory, "prescribers.csv", "npi,dea,taxonomy,organisation,group,address,zip,phone\n");
        foreach (var practice in world.Practices)
        {
            foreach (var member in practice.Members)
            {
                var (listed, general, elsewhere) = (!random.Chance(Unlisted), random.Chance(ListedAsGeneral), random.Chance(ListedElsewhere));
                var place = elsewhere ? random.Pick<InventedPractice>(world.Practices) : practice;
                if (listed)
                {
                    // The number a resident shares with the hospital is the hospital's.
                    var dea = member.DeaSuffix.Length == 0 ? member.Dea : "";
                    file.Write(Encoding.UTF8.GetBytes(
                        $"{member.Npi},{dea},{(general ? General : Taxonomy(practice.Kind))},,,{place.Address},{place.Place.Zip},{place.Phone}\n"));
                }
            }
        }
    }

    /// <summary>The usual code of a specialty (National Uniform Claim Committee, Health Care Provider Taxonomy).</summary>
    private static string Taxonomy(PracticeKind kind) => kind switch
    {
        PracticeKind.PrimaryCare => "207Q00000X",
        PracticeKind.Psychiatry => "2084P0800X",
        PracticeKind.Pain => "208VP0014X",
        PracticeKind.Neurology => "2084N0400X",
        PracticeKind.Oncology => "207RH0003X",
        PracticeKind.Surgery => "208600000X",
        PracticeKind.Dental => "122300000X",
        PracticeKind.Emergency => "207P00000X",
        PracticeKind.UrgentCare => "261QU0200X",
        PracticeKind.Sleep => "2084S0012X",
        PracticeKind.WeightLoss => "207RB0002X",
        PracticeKind.Addiction => "2084A0401X",
        PracticeKind.Hospice => "207RH0002X",
        PracticeKind.Veterinary => "174M00000X",
    };
}
