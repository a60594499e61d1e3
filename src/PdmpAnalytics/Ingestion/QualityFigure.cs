namespace PdmpAnalytics.Ingestion;

/// <summary>What is counted of a dispenser's records beside its error codes, month by month (<see cref="DispenserMonth"/>).</summary>
public enum QualityFigure : short
{
    /// <summary>Records read, rejected ones included.</summary>
    Records = 1000,
    Loaded = 1001,
    Revised = 1002,
    Voided = 1003,
    Rejected = 1004,

    /// <summary>Records with at least one fault, whatever its level.</summary>
    Faulty = 1005,

    /// <summary>Sum over new records of the days from fill to receipt, and the number of those records.</summary>
    DelayDays = 1010,
    DelayRecords = 1011,

    /// <summary>New records that leave an optional field blank.</summary>
    WithoutPaymentType = 1020,
    WithoutDateSold = 1021,
    WithoutPatientPhone = 1022,
    WithoutPatientGender = 1023,
    WithoutPrescriberNpi = 1024,
    WithoutDiagnosisCode = 1025,
    WithoutTransmissionForm = 1026,
    WithoutDateWritten = 1027,
}
