using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Storage;

/// <summary>Some thousand rows of whole patients, handed from the reading thread to a judging one and used again.</summary>
internal sealed class HistoryBlock
{
    private const int Capacity = 8192;
    private DispensationRow[] _rows = new DispensationRow[Capacity];
    private int _count;

    /// <summary>Rows of the block, patient by patient.</summary>
    public ReadOnlySpan<DispensationRow> Rows => _rows.AsSpan(0, _count);

    /// <summary>
    /// Reads whole patients until the block is full. A patient with more rows than fit makes the block grow. The first row of
    /// the patient after is kept in <paramref name="ahead"/>, which starts as default and is passed on from block to block.
    /// </summary>
    /// <returns>False when nothing was left to read.</returns>
    public bool Fill(IHistoryReader reader, ref DispensationRow? ahead)
    {
        _count = 0;
        var row = ahead ?? default;
        if (ahead is null && !reader.TryRead(ref row))
        {
            return false;
        }

        do
        {
            if (_count >= Capacity && row.PatientId != _rows[_count - 1].PatientId)
            {
                ahead = row;
                return true;
            }

            if (_count == _rows.Length)
            {
                Array.Resize(ref _rows, _count * 2);
            }

            _rows[_count++] = row;
        }
        while (reader.TryRead(ref row));

        ahead = null;
        return true;
    }

    /// <summary>End (excluded) of the patient's rows that begin at <paramref name="start"/>.</summary>
    public int EndOfPatient(int start)
    {
        var end = start + 1;
        while (end < _count && _rows[end].PatientId == _rows[start].PatientId)
        {
            end++;
        }

        return end;
    }
}
