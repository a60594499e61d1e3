using System.Text.Json;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

/// <summary>
/// T1 to T19 of domain reference 6.4 through the command line: one file with every case, imported, judged and exported by the
/// program. T10 is <see cref="CorrectionCommandTests"/>'s.
/// </summary>
public sealed class AcceptanceCommandTests
{
    private const string AsOf = "2026-06-30";

    private const string FivePractices = """
        filled | days | prescriber | dispenser | context
        0      | 30   | A          | P         |
        20     | 30   | B          | Q         |
        40     | 30   | C          | R         |
        60     | 30   | D          | S         |
        80     | 30   | E          | T         |
        """;

    private const string Alice = """
        filled     | sold       | drug            | qty | days | prescriber | pay
        2025-01-10 | 2025-01-11 | clonazepam 1 mg | 60  | 30   | Smith      | insurance
        2025-01-10 | 2025-01-10 | clonazepam 2 mg | 30  | 15   | Jones      | cash
        """;

    private const string Together = """
        filled | drug             | qty | days
        0      | alprazolam 2 mg  | 30  | 30
        30     | alprazolam 2 mg  | 30  | 30
        10     | oxycodone 10 mg  | 40  | 20
        30     | oxycodone 10 mg  | 40  | 20
        """;

    /// <summary>Case, and what must and must not be found: <c>ER-04 Medium</c>, <c>!OV-01</c>, <c>PS-03 moved:</c> for a note.</summary>
    private static readonly (string Case, string Expected)[] Expectations =
    [
        ("T1 on the 15th", "ER-04 medium; ER-01 low; !OV-01; !DO-01"),
        ("T1 on the 17th", "ER-04 medium; OV-01 low; !DO-01"),
        ("T1 on the 24th", "ER-04 medium; OV-01 medium; DO-01 low"),
        ("T2", "PS-04 critical; PS-03 high; PS-02 medium; PS-07 medium; ER-03 high; !PS-05"),
        ("T3", "!PS-04; !PS-05; PS-06 low; PS-02 medium"),
        ("T4", "PS-04 info; PS-03 info; PS-02 info; PS-07 info; ER-03 info; not queued"),
        ("T5", "ER-01 low; ER-02 medium"),
        ("T6", "nothing"),
        ("T7", "DO-01 low"),
        ("T8", "CO-01 medium; !CO-02"),
        ("T9", "CO-02 high"),
        ("T11", "!PS-01; PS-03 medium; PS-03 moved:"),
        ("T12", "AB-01 medium"),
        ("T12 tapered", "!AB-01"),
        ("T13", "nothing"), // one slip is the report's, not an alert
        ("T14", "ID-03"),
        ("T14 the other", "ID-03"),
        ("T15", "ID-03"),
        ("T16 the first", "CL-05"),
        ("T16 the last", "CL-05"),
        ("T17", "!ER-01; !ER-02; !ER-05; !OV-02"),
        ("T18", "!DO-03"),
        ("T19", "PS-07 critical"),
    ];

    [Theory, OnSqlite, OnPostgres]
    public async Task EveryCase_IsJudgedAsTheReferenceSays(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var cases = Cases();
        await File.WriteAllTextAsync(Path.Combine(database.Folder, "cases.csv"), cases.Text);

        var import = await RunAsync(database, "import", "cases.csv");
        Assert.Contains($"cases.csv: {cases.Records} records: {cases.Records} loaded", import.Error, StringComparison.Ordinal);
        var report = await File.ReadAllTextAsync(Path.Combine(database.Folder, "reports", "cases.csv.report.txt"));
        Assert.Contains("E108", report, StringComparison.Ordinal); // T15
        Assert.Contains("E202", report, StringComparison.Ordinal); // T13
        Assert.Equal(0, (await RunAsync(database, "link")).ExitCode);
        Assert.Equal(0, (await RunAsync(database, "detect", "--as-of", AsOf, "--all")).ExitCode);
        Assert.Equal(0, (await RunAsync(database, "links", "export", "--out", "links.csv")).ExitCode);
        var queue = await RunAsync(database, "queue", "export", "--out", "-", "--all", "--format", "json");

        using var alerts = JsonDocument.Parse(queue.Output);
        var patients = await PatientsAsync(database, cases);
        var wrong = Expectations.Select(e => (e.Case, e.Expected, Found: Told(alerts, patients[e.Case])))
            .Where(e => !e.Expected.Split("; ").All(part => Holds(part, e.Found)))
            .Select(e => $"{e.Case}: expected {e.Expected}; found {string.Join("; ", e.Found)}").ToList();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static bool Holds(string expected, List<string> found) =>
        expected == "nothing" ? found.Count == 0
        : expected == "not queued" ? !found.Contains("queued")
        : expected[0] == '!' ? !found.Any(f => f.StartsWith(expected[1..], StringComparison.Ordinal))
        : found.Any(f => f == expected || f.StartsWith(expected + " ", StringComparison.Ordinal));

    /// <summary>What is said of a patient: <c>PS-03 medium</c>, <c>PS-03 moved …</c> for a note, and whether it is queued.</summary>
    private static List<string> Told(JsonDocument alerts, long patient)
    {
        var told = new List<string>();
        foreach (var alert in alerts.RootElement.EnumerateArray().Where(a => a.GetProperty("patient_id") is { ValueKind: JsonValueKind.Number } id && id.GetInt64() == patient))
        {
            told.Add(alert.GetProperty("hold").GetString()!);
            foreach (var finding in alert.GetProperty("findings").EnumerateArray())
            {
                var rule = finding.GetProperty("rule").GetString();
                told.Add($"{rule} {finding.GetProperty("severity").GetString()}");
                told.AddRange(finding.GetProperty("notes").EnumerateArray().Select(note => $"{rule} {note.GetString()}"));
            }
        }

        return told;
    }

    private static async Task<Dictionary<string, long>> PatientsAsync(TestDatabase database, CaseFile cases)
    {
        var links = await File.ReadAllLinesAsync(Path.Combine(database.Folder, "links.csv"));
        var columns = links[0].Split(',');
        var patients = links.Skip(1).Select(line => line.Split(',')).ToDictionary(
            cells => (cells[Array.IndexOf(columns, "pharmacy_dea")], cells[Array.IndexOf(columns, "rx_number")], cells[Array.IndexOf(columns, "date_filled")]),
            cells => long.Parse(cells[Array.IndexOf(columns, "patient_id")], System.Globalization.CultureInfo.InvariantCulture));
        return Expectations.ToDictionary(e => e.Case, e => patients[cases.FirstRecordOf(e.Case)]);
    }

    private static CaseFile Cases()
    {
        var file = new CaseFile(DateOnly.ParseExact(AsOf, "yyyy-MM-dd", null));
        file.Add("T1 on the 15th", "2025-01-15", Alice);
        file.Add("T1 on the 17th", "2025-01-17", Alice);
        file.Add("T1 on the 24th", "2025-01-24", Alice);
        file.Add("T2", "85", FivePractices);
        file.Add("T3", "85", """
            filled | days | prescriber | practice | dispenser
            0      | 30   | A          | joint    | P
            20     | 30   | B          | joint    | Q
            40     | 30   | C          | joint    | R
            60     | 30   | D          | D        | S
            80     | 30   | E          | E        | T
            """);
        file.Add("T4", "85", FivePractices.Replace("T         |", "T         | Hospice", StringComparison.Ordinal));
        file.Add("T5", "70", "filled | days\n0 | 30\n21 | 30\n43 | 30\n65 | 30");
        file.Add("T6", "80", "filled | days\n0 | 30\n28 | 30\n56 | 30");
        file.Add("T7", "40", "filled | drug | qty | days\n0 | clonazepam 2 mg | 90 | 30");
        file.Add("T8", "60", Together);
        file.Add("T9", "60", Together + "\n10 | carisoprodol 350 mg | 90 | 30");
        file.Add("T11", "120", """
            filled | qty | days | prescriber | dispenser | zip
            30     | 14  | 14   | A          | P         | 55401
            40     | 14  | 14   | B          | Q         | 55401
            50     | 14  | 14   | C          | R         | 55401
            60     | 14  | 14   | D          | S         | 60601
            70     | 14  | 14   | E          | T         | 60601
            80     | 14  | 14   | F          | U         | 60601
            """);
        file.Add("T12", "219", "filled | drug | qty | days\n" + Months(0, "clonazepam 2 mg | 25 | 25", 8, 25));
        file.Add("T12 tapered", "279", "filled | drug | qty | days\n"
            + Months(0, "clonazepam 2 mg | 25 | 25", 8, 25) + "\n200 | clonazepam 1 mg | 30 | 30\n230 | clonazepam 0.5 mg | 30 | 30");
        file.Add("T13", "20", "filled | dea\n0 | AP5836728");
        file.Add("T14", "20", "filled | rx\n0 | 440044", among: "T14");
        file.Add("T14 the other", "20", "filled | rx\n5 | 440044", among: "T14");
        file.Add("T15", "175", "filled | refills | fill | rx\n"
            + string.Join('\n', Enumerable.Range(0, 6).Select(i => $"{28 * i} | 6 | {i} | 550055")) + "\n168 | 6 | 6 | 550055");
        string[] six = ["the first", "2", "3", "4", "5", "the last"];
        for (var i = 0; i < six.Length; i++)
        {
            file.Add($"T16 {six[i]}", "20", $"filled | rx | pay | drug\n0 | {700_201 + i} | cash | alprazolam 2 mg", among: "T16");
        }

        file.Add("T17", "200", "filled | drug\n" + Months(0, "clonazepam 1 mg", 6, 30) + "\n" + Months(12, "clonazepam 0.5 mg", 6, 30));
        file.Add("T18", "115", "filled | drug\n" + Months(0, "clonazepam 1 mg", 4, 30));
        file.Add("T19", "400", "filled | drug | prescriber | dispenser\n" + string.Join('\n', Enumerable.Range(0, 13).Select(m =>
            $"{30 * m} | clonazepam 1 mg | A | {"PQRS"[m % 4]}\n{30 * m + 15} | alprazolam 2 mg | B | {"PQRS"[(m + 1) % 4]}")));
        return file;
    }

    /// <summary>The same fill again and again.</summary>
    private static string Months(int first, string fill, int times, int apart) =>
        string.Join('\n', Enumerable.Range(0, times).Select(i => $"{first + apart * i} | {fill}"));

    private static Task<PdmpRun> RunAsync(TestDatabase database, params string[] arguments) =>
        Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, arguments);
}
