using System.Globalization;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Synthetic;

namespace PdmpAnalytics.Benchmarks;

/// <summary>The invented population that benchmarks load, made once a folder.</summary>
internal static class BenchmarkFile
{
    /// <summary>Fills of an invented patient in two years, about.</summary>
    private const double FillsPerPatient = 11.5;

    /// <summary>Path of a dispensation CSV with about <c>--fills</c> records (default one million) under <c>--folder</c>.</summary>
    public static string Dispensations(string[] args)
    {
        var fills = long.Parse(Arguments.Value(args, "--fills", "1000000"), CultureInfo.InvariantCulture);
        var folder = Arguments.Value(args, "--folder", Path.Combine(Path.GetTempPath(), $"pdmp-benchmark-{fills}"));
        var path = Path.Combine(folder, "dispensations.csv");
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(folder);
            PopulationWriter.Write(
                new PopulationOptions { Patients = (int)(fills / FillsPerPatient), Seed = 7 }, DrugCatalog.Shipped, folder);
        }

        return path;
    }
}
