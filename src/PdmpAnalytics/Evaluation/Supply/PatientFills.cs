using System.Text;
using PdmpAnalytics.Dispensing.Adherence;

namespace PdmpAnalytics.Evaluation.Supply;

/// <summary>One patient of a plain file of fills. The arrays behind it are used again for the next one.</summary>
public readonly ref struct PatientFills(ReadOnlySpan<byte> id, ReadOnlySpan<MedicationEvent> events, bool hasFaults)
{
    /// <summary>As in the file, UTF-8.</summary>
    public ReadOnlySpan<byte> Id { get; } = id;

    /// <summary>By day, equal days in the order of the file; without the rows at fault.</summary>
    public ReadOnlySpan<MedicationEvent> Events { get; } = events;

    /// <summary>A row of the patient is at fault: figures over the rest would not be this patient's.</summary>
    public bool HasFaults { get; } = hasFaults;

    public string IdText => Encoding.UTF8.GetString(Id);
}
