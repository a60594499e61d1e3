using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PdmpAnalytics.Detection.Scoring.Learning;

/// <summary>Cases cut into five, all of one patient together, by a hash: the same patients and seed give the same cut.</summary>
internal sealed class PatientFolds
{
    /// <summary>Our choice, 2026-11-22.</summary>
    private const int Count = 5;

    private readonly IReadOnlyList<ReviewedCase> _cases;
    private readonly int[] _fold;

    private PatientFolds(IReadOnlyList<ReviewedCase> cases, int[] fold) => (_cases, _fold) = (cases, fold);

    public static PatientFolds Of(IReadOnlyList<ReviewedCase> cases, int seed)
    {
        // Confirmed and unconfirmed patients are dealt out apart, so that no fold is without one kind.
        var fold = new int[cases.Count];
        foreach (var kind in cases.Select((c, i) => (c.Patient, c.Confirmed, Place: i)).GroupBy(c => c.Patient).GroupBy(p => p.Any(c => c.Confirmed)))
        {
            foreach (var (turn, patient) in kind.OrderBy(p => Hash(p.Key, seed)).Index())
            {
                foreach (var (_, _, place) in patient)
                {
                    fold[place] = turn % Count;
                }
            }
        }

        return new PatientFolds(cases, fold);
    }

    /// <summary>One number a case, from what was learned without its fold.</summary>
    /// <param name="hold">Learns from the first cases and answers about the second.</param>
    public double[] OutOfFold(Func<IReadOnlyList<ReviewedCase>, IReadOnlyList<ReviewedCase>, double[]> hold)
    {
        var result = new double[_cases.Count];
        for (var f = 0; f < Count; f++)
        {
            var places = Enumerable.Range(0, result.Length).Where(i => _fold[i] == f).ToArray();
            var answers = hold([.. _cases.Where((_, i) => _fold[i] != f)], [.. places.Select(i => _cases[i])]);
            for (var i = 0; i < places.Length; i++)
            {
                result[places[i]] = answers[i];
            }
        }

        return result;
    }

    private static ulong Hash(long patient, int seed)
    {
        Span<byte> key = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(key, patient);
        BinaryPrimitives.WriteInt32LittleEndian(key[8..], seed);
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(key));
    }
}
