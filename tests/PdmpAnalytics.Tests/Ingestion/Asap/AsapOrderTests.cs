using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck.Fluent;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.Tests.Ingestion.Asap;

/// <summary>
/// Segments in any order, against a naive reading of the grammar: letters stand for PHA, PAT (A), DSP, PRE (R), CDI, AIR (I) and TP (T).
/// </summary>
public partial class AsapOrderTests
{
    private const string Letters = "PADRCIT";

    [Theory]
    [InlineData("PADRT", "ok")]
    [InlineData("PADRCCIDRADRTPADRIT", "ok ok ok ok")]
    [InlineData("PDRT", "bad")]
    [InlineData("ADRT", "bad")]
    [InlineData("AARDRT", "bad bad")]
    [InlineData("PADT", "bad")]
    [InlineData("PAT", "bad")]
    [InlineData("PARDRADRT", "bad bad ok")]
    [InlineData("PADRDDRDRADRT", "ok bad bad bad ok")]
    [InlineData("PADCRT", "bad")]
    [InlineData("PADRICT", "bad")]
    [InlineData("PADRIIT", "bad")]
    [InlineData("PADRTDRPADRT", "ok bad ok")]
    [InlineData("PADRTR", "ok bad")]
    [InlineData("PADRTA", "ok bad")]
    [InlineData("PADRPADR", "ok ok")]
    public void OutOfOrder_IsRejectedUpToTheNextPatient(string letters, string expected) => Assert.Equal(
        expected, string.Join(' ', Read(letters).Select(r => r.Malformed is null ? "ok" : "bad")));

    [Fact]
    public void EverySequenceOfFive_IsReadAsTheGrammarSays()
    {
        for (var number = 0; number < Math.Pow(Letters.Length, 5); number++)
        {
            var letters = new char[5];
            for (int i = 0, rest = number; i < 5; i++, rest /= Letters.Length)
            {
                letters[i] = Letters[rest % Letters.Length];
            }

            HoldsFor(new string(letters));
        }
    }

    [Fact]
    public void AnySequence_IsReadAsTheGrammarSays() =>
        Fuzz.Check(Gen.Elements(Letters.ToCharArray()).ListOf().Select(letters => string.Concat(letters)), HoldsFor);

    /// <summary>Whole groups with a few segments moved, left out or doubled: closer to real faults than letters at random.</summary>
    [Fact]
    public void DisturbedFile_IsReadAsTheGrammarSays()
    {
        var disturbed =
            from groups in Gen.Elements("PADRT", "PADRDRT", "PADRCCIADRT", "PADRIADRDRCT").NonEmptyListOf()
            let sound = string.Concat(groups.Take(4))
            from changes in Gen.Choose(0, sound.Length - 1).Two().Two().ListOf(2)
            select changes.Aggregate(sound, (text, change) => change.Item1.Item1 % 2 == 0
                ? Swapped(text, change.Item1.Item2, change.Item2.Item1)
                : text.Remove(change.Item2.Item2 % Math.Max(1, text.Length), text.Length > 1 ? 1 : 0));
        Fuzz.Check(disturbed, HoldsFor);
    }

    private static string Swapped(string text, int a, int b)
    {
        var letters = text.ToCharArray();
        (a, b) = (a % letters.Length, b % letters.Length);
        (letters[a], letters[b]) = (letters[b], letters[a]);
        return new string(letters);
    }

    private static void HoldsFor(string letters)
    {
        var fills = Read(letters).Where(r => r["rx_number"].Length > 0).ToDictionary(r => int.Parse(r["rx_number"], CultureInfo.InvariantCulture));
        var expected = Enumerable.Range(0, letters.Length).Where(i => letters[i] == 'D').ToList();
        Assert.Equal(expected, fills.Keys.Order());
        foreach (var at in expected)
        {
            var record = fills[at];
            var patient = letters.LastIndexOf('A', at);
            var pharmacy = patient < 0 ? -1 : letters.LastIndexOf('P', patient);
            var isInGroup = pharmacy >= 0 && letters.IndexOfAny(['T', 'P'], pharmacy + 1, at - pharmacy) < 0;
            var end = at + Details().Match(letters, at + 1).Length;
            var isSound = isInGroup && Fills().IsMatch(letters.AsSpan(patient + 1, end - patient));
            Assert.Equal((letters, at, isSound), (letters, at, record.Malformed is null));
            if (isSound)
            {
                Assert.Equal(
                    (Number(pharmacy), Number(patient), Number(at + 1)),
                    (record["pharmacy_ncpdp"], record["patient_last_name"], record["prescriber_npi"]));
            }
        }
    }

    /// <summary>A file of these segments, each with its own position as a value.</summary>
    private static IReadOnlyList<ReadRecord> Read(string letters)
    {
        var segments = letters.Select((letter, at) => letter switch
        {
            'P' => $"PHA**{Number(at)}",
            'A' => $"PAT*******{Number(at)}*A",
            'D' => $"DSP*00*{Number(at)}",
            'R' => $"PRE*{Number(at)}",
            'C' => $"CDI*1*01*{Number(at)}*1*01",
            'I' => $"AIR*MN*{Number(at)}",
            _ => "TP*1",
        });
        return ReadRecords.Of(AsapText.Transaction("4.2B", [.. segments])).Records;
    }

    private static string Number(int at) => at.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\G[RCI]*")]
    private static partial Regex Details();

    [GeneratedRegex("^(DRC*I?)+$")]
    private static partial Regex Fills();
}
