using Microsoft.ML;
using Microsoft.ML.Data;
using PdmpAnalytics.Detection.Scoring.Tables;

namespace PdmpAnalytics.MicrosoftML;

/// <summary>
/// How far a row lies from the plane that most rows lie near: randomized principal components (Halko, Martinsson and Tropp 2011)
/// over standardised columns. A missing cell is taken for its column's mean, a constant column says nothing.
/// </summary>
/// <param name="seed">Equal seeds give equal scores.</param>
public sealed class PcaScoringEngine(int seed) : IScoringEngine
{
    /// <summary>Largest number of components (our choice, 2026-11-22).</summary>
    private const int MostComponents = 20;

    /// <summary>Columns that must be left over: with a rank near their number the trainer answers NaN (seen 2026-11-22).</summary>
    private const int Spare = 3;

    public double[] Score(NumericTable table)
    {
        var columns = Standardise(table);
        if (table.Rows < 2 || columns.Count == 0)
        {
            return new double[table.Rows];
        }

        if (columns.Count <= Spare)
        {
            // Too few columns for a plane that leaves something out: the distance from the middle.
            return [.. Enumerable.Range(0, table.Rows).Select(row => Length(columns, row))];
        }

        var context = new MLContext(seed);
        var data = context.Data.LoadFromEnumerable(Rows(columns, table.Rows), Schema(columns.Count));
        var rank = Math.Clamp(columns.Count / 2, 1, Math.Min(MostComponents, columns.Count - Spare));
        var model = context.AnomalyDetection.Trainers.RandomizedPca(nameof(TableRow.Features), rank: rank, ensureZeroMean: false, seed: seed).Fit(data);
        // The trainer answers which share of a row's length is off the plane, and NaN for a row without length.
        return [.. model.Transform(data).GetColumn<float>("Score").Select((share, row) => float.IsNaN(share) ? 0 : share * Length(columns, row))];
    }

    /// <summary>How far a row lies from the middle.</summary>
    private static double Length(List<float[]> columns, int row) => Math.Sqrt(columns.Sum(c => (double)c[row] * c[row]));

    /// <summary>Columns with mean 0 and deviation 1; constant ones are left out.</summary>
    private static List<float[]> Standardise(NumericTable table)
    {
        var columns = new List<float[]>();
        var cells = new double[table.Rows];
        for (var c = 0; c < table.Width; c++)
        {
            table.CopyColumn(c, cells);
            var known = cells.Where(v => !double.IsNaN(v)).ToArray();
            var mean = known.Length == 0 ? 0 : known.Average();
            var deviation = known.Length == 0 ? 0 : Math.Sqrt(known.Average(v => (v - mean) * (v - mean)));
            if (deviation > 0)
            {
                columns.Add([.. cells.Select(v => double.IsNaN(v) ? 0 : (float)((v - mean) / deviation))]);
            }
        }

        return columns;
    }

    private static IEnumerable<TableRow> Rows(List<float[]> columns, int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            var features = new float[columns.Count];
            for (var c = 0; c < features.Length; c++)
            {
                features[c] = columns[c][row];
            }

            yield return new TableRow { Features = features };
        }
    }

    private static SchemaDefinition Schema(int width)
    {
        var schema = SchemaDefinition.Create(typeof(TableRow));
        schema[nameof(TableRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return schema;
    }

    private sealed class TableRow
    {
        public float[] Features { get; set; } = [];
    }
}
