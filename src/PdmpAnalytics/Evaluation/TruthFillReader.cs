using CsvHelper;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Evaluation;

/// <summary>Reads dispensations.csv of a truth folder into small fills by true person.</summary>
internal sealed class TruthFillReader(DrugCatalog catalog)
{
    private static readonly string[] Names =
        ["pharmacy_dea", "rx_number", "refill_number", "date_filled", "days_supply", "quantity", "ndc", "payment_type", "prescriber_npi", "prescriber_dea",
         "prescriber_dea_suffix", "transmission_form", "patient_zip", "pharmacy_zip", "prescriber_zip", "prescriber_address", "species"];

    private readonly Dictionary<string, int> _numbers = [];

    /// <summary>Animals' fills are left out; a record without an owner in the truth fails.</summary>
    public Dictionary<string, List<TruthFill>> Read(string path, Dictionary<string, string> owner)
    {
        var fills = new Dictionary<string, List<TruthFill>>();
        using var reader = CsvReader.FromFile(path);
        var columns = new Columns(reader, Names);
        while (reader.Read())
        {
            var patient = owner[$"{columns.Text(0)}|{columns.Text(1)}|{columns.Number(2)}|{columns.Text(3)}"];
            if (columns.Number(16) == 2)
            {
                continue;
            }

            if (!fills.TryGetValue(patient, out var own))
            {
                fills.Add(patient, own = []);
            }

            own.Add(Fill(columns));
        }

        return fills;
    }

    private TruthFill Fill(Columns columns)
    {
        var drug = Ndc.TryParse(columns.Bytes(6), out var ndc) && catalog.TryGetProduct(ndc, out var product) ? product : null;
        var days = columns.Number(4);
        var (npi, dea) = (columns.Text(8), columns.Text(9));
        var prescriber = Prescriber(npi, $"{dea}-{columns.Text(10)}");
        var address = columns.Text(15);
        return new TruthFill(
            columns.Day(3),
            days,
            prescriber,
            NumberOf(address.Length > 0 ? address + "|" + columns.Text(14) : npi + dea),
            NumberOf(columns.Text(0)),
            drug?.Class ?? DrugClass.Unknown,
            drug?.Ingredient?.Id ?? -1,
            drug is null || days <= 0 ? 0 : columns.Decimal(5) * drug.StrengthMg / days,
            (PaymentType)columns.Number(7),
            columns.Number(11),
            columns.Number(12),
            columns.Number(13),
            columns.Number(14),
            DeaNumber.IsValid(columns.Bytes(9)),
            columns.Number(2));
    }

    /// <summary>By NPI; without one, whoever was first seen with that DEA number and suffix.</summary>
    private int Prescriber(string npi, string dea)
    {
        if (npi.Length == 0)
        {
            return NumberOf(dea);
        }

        var number = NumberOf(npi);
        _numbers.TryAdd(dea, number);
        return number;
    }

    private int NumberOf(string text)
    {
        if (!_numbers.TryGetValue(text, out var number))
        {
            _numbers.Add(text, number = _numbers.Count + 1);
        }

        return number;
    }
}
