using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;

namespace PdmpAnalytics.Evaluation.Supply;

/// <summary>How a table of figures by patient is written.</summary>
public enum FigureFormat
{
    /// <summary>A row a patient; NA where a figure is undefined.</summary>
    Csv,

    /// <summary>An array of objects; null where a figure is undefined.</summary>
    Json,

    /// <summary>No patient: how each figure is spread over all of them.</summary>
    Text,
}

/// <summary>Figures by patient, written as they come. Numbers read back exactly; line ends are LF.</summary>
public sealed class FigureTable : IDisposable
{
    private const string Undefined = "NA";

    private readonly string[] _figures;
    private readonly StreamWriter? _text;
    private readonly CsvWriter? _csv;
    private readonly Utf8JsonWriter? _json;
    private readonly List<double>[] _spread;
    private readonly string[] _jsonNames;
    private long _patients;

    /// <param name="output">Left open.</param>
    /// <param name="figures">Names of the figures; in JSON in lower case.</param>
    public FigureTable(Stream output, FigureFormat format, params string[] figures)
    {
        _figures = figures;
        _jsonNames = [.. figures.Select(f => f.ToLowerInvariant())];
        _spread = [.. figures.Select(_ => new List<double>())];
        if (format == FigureFormat.Json)
        {
            _json = new Utf8JsonWriter(output);
            _json.WriteStartArray();
            return;
        }

        _text = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        if (format == FigureFormat.Csv)
        {
            _csv = CsvWriter.Create(_text, new CsvWriterOptions { NewLine = "\n", Injection = CsvInjection.Escape }, leaveOpen: true);
            _csv.WriteHeader(["PATIENT_ID", .. figures]);
        }
    }

    /// <param name="figures">In the order of the names; null for undefined.</param>
    public void Add(string patient, ReadOnlySpan<double?> figures)
    {
        _patients++;
        _csv?.WriteField(patient);
        _json?.WriteStartObject();
        _json?.WriteString("patient_id", patient);
        for (var i = 0; i < _figures.Length; i++)
        {
            Add(i, figures[i]);
        }

        _csv?.EndRecord();
        _json?.WriteEndObject();
    }

    /// <summary>Ends the table; without it a table is incomplete.</summary>
    public void End()
    {
        if (_json is not null)
        {
            _json.WriteEndArray();
            _json.Flush();
        }
        else if (_csv is not null)
        {
            _csv.Flush();
            _text!.Flush();
        }
        else
        {
            WriteSpread(_text!);
            _text!.Flush();
        }
    }

    public void Dispose()
    {
        _csv?.Dispose();
        _json?.Dispose();
        _text?.Dispose();
    }

    private void Add(int index, double? figure)
    {
        if (_csv is not null)
        {
            _csv.WriteField(figure is { } number ? number.ToString("R", CultureInfo.InvariantCulture) : Undefined);
        }
        else if (_json is null)
        {
            if (figure is { } number)
            {
                _spread[index].Add(number);
            }
        }
        else if (figure is { } number)
        {
            _json.WriteNumber(_jsonNames[index], number);
        }
        else
        {
            _json.WriteNull(_jsonNames[index]);
        }
    }

    private void WriteSpread(StreamWriter text)
    {
        var width = _figures.Max(f => f.Length);
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_patients:N0} patients"));
        text.WriteLine($"{"figure".PadRight(width)}  {"defined",9}  {"mean",9}  {"lowest",9}  {"quarter",9}  {"median",9}  {"3 quarters",10}  {"highest",9}");
        for (var i = 0; i < _figures.Length; i++)
        {
            var sorted = _spread[i].Order().ToArray();
            var figures = sorted.Length == 0
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $"  {sorted.Average(),9:0.###}  {sorted[0],9:0.###}  {At(sorted, 0.25),9:0.###}  {At(sorted, 0.5),9:0.###}  {At(sorted, 0.75),10:0.###}  {sorted[^1],9:0.###}");
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_figures[i].PadRight(width)}  {sorted.Length,9:N0}") + figures);
        }
    }

    /// <summary>The smallest value with at least this share of all at or below it.</summary>
    private static double At(double[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
