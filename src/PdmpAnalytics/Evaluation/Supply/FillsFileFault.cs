namespace PdmpAnalytics.Evaluation.Supply;

/// <summary>What can be wrong with a plain file of fills.</summary>
public enum FillsFileFaultCode
{
    /// <summary>No text, broken compression or a quote that never ends. Nothing after it is read.</summary>
    Unreadable,

    /// <summary>A column that is needed is not in the header. Nothing is read.</summary>
    ColumnMissing,

    /// <summary>The row has another number of fields than the header, or quotes inside a field.</summary>
    Fields,

    /// <summary>A field that is needed is blank.</summary>
    Blank,

    /// <summary>No date MM/dd/yyyy, yyyy-MM-dd or yyyyMMdd.</summary>
    Date,

    /// <summary>No plain number above 0, or a fraction where whole days are needed.</summary>
    Number,
}

/// <summary>A fault of a file of fills: where and what, never the value.</summary>
/// <param name="Line">Line of the file, from 1, the header included; 0 for the file as a whole.</param>
/// <param name="Column">The column at fault as we call it; empty for the whole row.</param>
public sealed record FillsFileFault(long Line, FillsFileFaultCode Code, string Column = "")
{
    public override string ToString() => Code == FillsFileFaultCode.Unreadable
        ? "the file holds no text, its compression is broken, or a quote in it never ends"
        : $"line {Line}: {Code} {Column}".TrimEnd();
}

/// <summary>What was met while a file of fills was read.</summary>
public sealed class FillsFileAccount
{
    /// <summary>Faults kept; further ones are only counted.</summary>
    public const int MostFaults = 1000;

    private readonly List<FillsFileFault> _faults = [];

    /// <summary>Data rows.</summary>
    public long Rows { get; internal set; }

    /// <summary>Patients handed out.</summary>
    public long Patients { get; internal set; }

    /// <summary>Faults of all rows, those beyond <see cref="MostFaults"/> too.</summary>
    public long FaultCount { get; private set; }

    /// <summary>The first faults in the order of the file.</summary>
    public IReadOnlyList<FillsFileFault> Faults => _faults;

    /// <summary>The file as a whole is at fault: what was handed out is not all there is.</summary>
    public bool IsRejected { get; private set; }

    internal void Add(FillsFileFault fault)
    {
        FaultCount++;
        IsRejected |= fault.Code is FillsFileFaultCode.Unreadable or FillsFileFaultCode.ColumnMissing;
        if (_faults.Count < MostFaults)
        {
            _faults.Add(fault);
        }
    }
}
