using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Episodes;

/// <summary>
/// The <see cref="SupplyLedger"/> of one drug whose strengths may stand beside each other: a strength that a practice gives
/// beside another one is part of the same dose and adds only the days by which it outlasts the other.
/// </summary>
internal struct RegimenLedger
{
    private SupplyLedger _ledger;

    /// <summary>First day without supply when every day uses one day of it; 0 before the first fill.</summary>
    public readonly int End => (int)_ledger.End;

    /// <summary>Day after the newest fill's last covered day, or after that of the strength it stands beside.</summary>
    public int NewestEnd { get; private set; }

    /// <summary>Days of supply beyond the end of the newest fill.</summary>
    public readonly int Surplus => End - NewestEnd;

    /// <param name="besideUntil">Last day covered by the same practice's other strengths among the fills taken before; 0 without one.</param>
    public void Add(in Fill fill, int besideUntil)
    {
        var covered = besideUntil >= fill.StartDay ? Math.Min(besideUntil, fill.LastDay) - fill.StartDay + 1 : 0;
        NewestEnd = Math.Max(fill.LastDay, besideUntil) + 1;
        _ledger.Take(fill.StartDay, fill.Days - covered);
    }

    /// <summary>The ledger over fills of one drug, oldest first, empty before the first of them.</summary>
    public static RegimenLedger Of(DispensingHistory history, ReadOnlySpan<int> positions)
    {
        var ledger = default(RegimenLedger);
        var fills = history.Fills;
        for (var k = 0; k < positions.Length; k++)
        {
            ref readonly var fill = ref fills[positions[k]];
            var beside = 0;
            for (var j = k - 1; j >= 0; j--)
            {
                ref readonly var other = ref fills[positions[j]];
                if (other.LocalPractice == fill.LocalPractice && other.StrengthMg != fill.StrengthMg)
                {
                    beside = Math.Max(beside, other.LastDay);
                }
            }

            ledger.Add(in fill, beside);
        }

        return ledger;
    }
}
