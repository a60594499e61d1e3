namespace PdmpAnalytics.Patients;

/// <summary>Particulars with the keys they are looked up by, which cost more than reading them. Prints nothing personal.</summary>
/// <param name="Key">See <see cref="PatientParticulars.Key"/>.</param>
/// <param name="BaseKey">See <see cref="ExactIdentity.BaseKey"/>.</param>
public sealed record KeyedParticulars(PatientParticulars Particulars, byte[] Key, byte[] BaseKey)
{
    public static KeyedParticulars Of(PatientParticulars particulars) =>
        new(particulars, particulars.Key(), ExactIdentity.BaseKey(particulars));

    public override string ToString() => "a patient's particulars";
}
