using System.Globalization;
using System.Text;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Ingestion.Asap;
using PdmpAnalytics.Ingestion.Csv;

namespace PdmpAnalytics.Synthetic;

/// <summary>Rewrites a population's rows as an ASAP file: one transaction for each day with fills, made on the day after.</summary>
internal static class PopulationTransactions
{
    /// <summary>555-0100 to 555-0199 are given to nobody.</summary>
    private static readonly AsapSender Sender = new("6155550100", "INVENTED POPULATION");

    /// <param name="rows">A dispensation CSV in order of the fill date.</param>
    /// <returns>What the release could not hold.</returns>
    public static IReadOnlyList<AsapLoss> Write(Stream rows, Stream target, AsapRelease release, PopulationOptions options)
    {
        using var text = SubmittedStream.Open(rows);
        using var reader = new DispensationCsvReader(text);
        using var writer = new AsapWriter(target, release, Sender);
        var population = StableHash.Of(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{options.Patients} {options.Days} {options.Seed} {options.Start:yyyyMMdd}")));
        var day = 0;
        while (reader.Read(out var malformed))
        {
            if (malformed is not null || !FieldText.TryDay(reader.Record[SubmittedField.DateFilled], out var filled))
            {
                throw new InvalidOperationException($"Row {reader.Record.Line} of an invented population cannot be read.");
            }

            if (filled != day)
            {
                End(writer, day);
                day = filled;
                var date = DateOnly.FromDayNumber(day);
                writer.BeginTransaction(
                    string.Create(CultureInfo.InvariantCulture, $"{population:X16}-{date:yyyyMMdd}"),
                    new DateTimeOffset(date.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), date, date);
            }

            writer.Write(reader.Record);
        }

        End(writer, day);
        return writer.Losses;
    }

    private static void End(AsapWriter writer, int day)
    {
        if (day > 0)
        {
            writer.EndTransaction();
        }
    }
}
