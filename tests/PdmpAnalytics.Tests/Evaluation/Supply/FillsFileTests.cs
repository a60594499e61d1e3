using System.IO.Compression;
using System.Text;
using PdmpAnalytics.Dispensing.Adherence;
using PdmpAnalytics.Evaluation.Supply;
using Xunit;

namespace PdmpAnalytics.Tests.Evaluation.Supply;

public sealed class FillsFileTests
{
    private const string Header = "PATIENT_ID,DATE,PERDAY,CATEGORY,DURATION\n";

    [Theory]
    [InlineData(Header + "a,01/05/2026,1,x,30\na,01/03/2026,1,x,10\nb,2026-02-01,1,x,5\n")]
    [InlineData(Header + "a,01/05/2026,1,x,30\nb,20260201,1,x,5\na,2026-01-03,1,x,10\n")]
    [InlineData("duration;x;Date;patient\n30;;2026-01-05;a\n10;;2026-01-03;a\n5;;2026-02-01;b\n")]
    public void Rows_AreHandedOutByPatientAndDay_WhereverTheyStand(string text)
    {
        var (account, patients) = Read(text.Replace(';', ','));

        Assert.Equal((3, 2, 0), (account.Rows, account.Patients, account.FaultCount));
        Assert.Equal(["a: 2026-01-03 10, 2026-01-05 30", "b: 2026-02-01 5"], patients);
    }

    [Fact]
    public void FaultyRow_IsToldByPlaceAndCode_AndItsPatientMarked()
    {
        var (account, patients) = Read(
            Header + "a,2026-01-05,1,x,30\na,05.02.2026,1,x,30\nb,2026-01-05,1,x,0\nc,2026-01-05,1,x,30,6\n,2026-01-05,1,x,30\nd,2026-02-30,1,x,\ne,2026-01-05,1,x,2\n");

        Assert.Equal(
            ["line 3: Date DATE", "line 4: Number DURATION", "line 5: Fields", "line 6: Blank PATIENT_ID", "line 7: Blank DURATION"],
            account.Faults.Select(f => f.ToString()));
        Assert.Equal(["a!: 2026-01-05 30", "b!: ", "c!: ", "d!: ", "e: 2026-01-05 2"], patients);
    }

    [Fact]
    public void ColumnsNobodyAskedFor_MayBeMissingOrWrong()
    {
        Assert.Equal(0, Read("PATIENT_ID,DATE,DURATION\na,2026-01-05,30\n").Account.FaultCount);
        Assert.Equal(
            "line 0: ColumnMissing PERDAY",
            Assert.Single(Read("PATIENT_ID,DATE,DURATION\na,2026-01-05,30\n", new FillsFileNeeds(Dose: true)).Account.Faults).ToString());
        Assert.Equal(
            ["line 2: Blank CATEGORY", "line 3: Number PERDAY", "line 4: Number DURATION"],
            Read(Header + "a,2026-01-05,1,,30\na,2026-01-05,-1,x,30\na,2026-01-05,1,x,1.5\n", new FillsFileNeeds(true, true, true)).Account.Faults.Select(f => f.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0000\u0001binary")]
    public void FileThatIsNoText_IsRejected(string text)
    {
        var (account, patients) = Read(text);

        Assert.True(account.IsRejected);
        Assert.Empty(patients);
        Assert.Equal(FillsFileFaultCode.Unreadable, Assert.Single(account.Faults).Code);
    }

    [Fact]
    public void CompressedFile_IsRead_CutOffOneIsRejected()
    {
        var whole = new MemoryStream();
        using (var gzip = new GZipStream(whole, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Header + string.Concat(Enumerable.Range(0, 500).Select(i => $"p{i},2026-01-05,1,x,{i + 1}\n"))));
        }

        Assert.Equal(500, Read(whole.ToArray(), default).Account.Patients);
        var (account, patients) = Read(whole.ToArray()[..^20], default);
        Assert.True(account.IsRejected);
        Assert.Empty(patients);
    }

    [Fact]
    public void LongHistory_KeepsTheOrderOfEqualDays()
    {
        var rows = Enumerable.Range(0, 1200).Select(i => $"a,2026-01-{1 + (1200 - i) / 100:00},1,x,{i + 1}\n");
        var (_, patients) = Read(Header + string.Concat(rows));

        var days = patients[0]["a: ".Length..].Split(", ").Select(d => d.Split(' ')).Select(d => (d[0], int.Parse(d[1], null))).ToList();
        Assert.Equal(days.OrderBy(d => d.Item1, StringComparer.Ordinal).ThenBy(d => d.Item2), days);
    }

    private static (FillsFileAccount Account, List<string> Patients) Read(string text, FillsFileNeeds needs = default) => Read(Encoding.UTF8.GetBytes(text), needs);

    private static (FillsFileAccount Account, List<string> Patients) Read(byte[] text, FillsFileNeeds needs)
    {
        var patients = new List<string>();
        var account = FillsFile.Read(() => new MemoryStream(text), needs, patient => patients.Add(
            $"{patient.IdText}{(patient.HasFaults ? "!" : "")}: {string.Join(", ", patient.Events.ToArray().Select(Told))}"));
        return (account, patients);
    }

    private static string Told(MedicationEvent supply) => FormattableString.Invariant($"{DateOnly.FromDayNumber(supply.Day):yyyy-MM-dd} {supply.Days}");
}
