using System.Globalization;
using PdmpAnalytics.Lookup.Searching;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Comparing;
using PdmpAnalytics.Patients.Matching;

namespace PdmpAnalytics.Tests.Lookup;

/// <summary>Records told as a table, and questions about them: <c>patient | last | first | born | middle | suffix | sex | zip | phone | address</c>.</summary>
internal static class StoredPeople
{
    public static PatientChooser Chooser(long records = 1_000_000) => new(ShippedModel.For(records), null);

    public static List<PatientRecord> Of(string table)
    {
        var lines = table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var columns = lines[0].Split('|', StringSplitOptions.TrimEntries);
        return [.. lines.Skip(1).Select((line, i) => Record(columns, line.Split('|', StringSplitOptions.TrimEntries), i + 1))];
    }

    public static PatientRecord Record(long id, long patient, LinkFields fields) => Record(
        id, patient, name => name switch
        {
            "last" => fields.LastName,
            "first" => fields.FirstName,
            "born" => Text(fields.BirthDate),
            "middle" => fields.MiddleName,
            "suffix" => fields.Suffix,
            "sex" => fields.Sex,
            "zip" => fields.Zip,
            "phone" => fields.Phone,
            "address" => fields.Address,
            "city" => fields.City,
            "state" => fields.State,
            "id" => fields.IdValue,
            _ => "",
        });

    public static PatientQuery Asked(string last, string first, string born) =>
        new() { LastName = last, FirstName = first, BirthDate = DateOnly.Parse(born, CultureInfo.InvariantCulture) };

    /// <summary>Birth dates of files need not be of the calendar; a query's is.</summary>
    public static string Text(int digits) => $"{digits / 10_000:D4}-{digits / 100 % 100:D2}-{digits % 100:D2}";

    private static PatientRecord Record(string[] columns, string[] cells, int id) => Record(
        id, long.Parse(cells[0], CultureInfo.InvariantCulture), name => Array.IndexOf(columns, name) is >= 0 and var at ? cells[at] : "");

    private static PatientRecord Record(long id, long patient, Func<string, string> value) => new()
    {
        Id = id,
        Key = [],
        BaseKey = [],
        PatientId = patient,
        HomePatientId = patient,
        LastName = value("last"),
        FirstName = value("first"),
        BirthDate = DateOnly.Parse(value("born"), CultureInfo.InvariantCulture),
        MiddleName = value("middle"),
        Suffix = value("suffix"),
        Sex = value("sex"),
        Address = value("address"),
        City = value("city"),
        State = value("state"),
        Zip = value("zip"),
        Phone = value("phone"),
        IdQualifier = value("id").Length > 0 ? (byte)6 : (byte)0,
        IdValue = value("id"),
        Animal = false,
    };
}
