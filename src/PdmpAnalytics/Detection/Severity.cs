namespace PdmpAnalytics.Detection;

/// <summary>How soon a finding deserves a look. The numbers enter the queue's priority (6.0.7).</summary>
public enum Severity : byte
{
    /// <summary>Recorded and shown with the patient, never queued.</summary>
    Info = 1,
    Low = 2,
    Medium = 3,
    High = 4,
    Critical = 5,
}
