namespace PdmpAnalytics.Dispensing;

/// <summary>Who paid (ASAP DSP16). Numbers are the codes of the field.</summary>
public enum PaymentType : byte
{
    /// <summary>Not reported or not a known code.</summary>
    Unknown = 0,

    /// <summary>Cash, charge or card.</summary>
    PrivatePay = 1,
    Medicaid = 2,
    Medicare = 3,
    CommercialInsurance = 4,
    Military = 5,
    WorkersCompensation = 6,
    IndianNations = 7,
    Other = 99,
}
