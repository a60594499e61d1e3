using PdmpAnalytics.Dispensing.Adherence;

namespace PdmpAnalytics.Evaluation.Supply;

/// <summary>CMA1 to CMA9 of every patient of a plain file of fills (`supply cma`).</summary>
public sealed class AdherenceReport(AdherenceWindows windows, CarryOverTerms terms)
{
    private static readonly string[] Names = [.. Enumerable.Range(1, AdherenceFigures.Count).Select(i => $"CMA{i}")];

    /// <summary>The columns and values that these terms look at.</summary>
    public FillsFileNeeds Needs => new(Category: terms.SameMedicationOnly, Dose: terms.ByDose);

    /// <summary>Writes a row for every patient; one with a row at fault has no figures.</summary>
    /// <param name="read">Hands out the patients, by <see cref="FillsFile"/>.</param>
    public FillsFileAccount Write(Stream output, FigureFormat format, Func<FillsFileNeeds, PatientFillsTaker, FillsFileAccount> read)
    {
        using var table = new FigureTable(output, format, Names);
        var availability = new MedicationAvailability(windows, terms);
        var row = new double?[AdherenceFigures.Count];
        var account = read(Needs, patient =>
        {
            var figures = patient.HasFaults ? default : availability.Of(patient.Events);
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = figures[i + 1];
            }

            table.Add(patient.IdText, row);
        });
        table.End();
        return account;
    }
}
