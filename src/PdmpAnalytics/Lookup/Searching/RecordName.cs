using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Lookup.Searching;

/// <summary>As much of a record as says whether it is within reach of a query: a common birth date has hundreds. Prints nothing personal.</summary>
internal sealed record RecordName(
    long RecordId, long PatientId, string LastName, string FirstName, string MiddleName, string Suffix, DateOnly BirthDate, bool Animal)
{
    public static RecordName Of(PatientRecord r) => new(r.Id, r.PatientId, r.LastName, r.FirstName, r.MiddleName, r.Suffix, r.BirthDate, r.Animal);

    /// <param name="born">Digits yyyyMMdd, 0 for a placeholder.</param>
    public BirthDateLevel LevelOfBirthDate(int born) => BirthDateComparison.Level(born, LinkText.BirthDate(LinkFields.Digits(BirthDate)));

    public LinkFields ToFields() => new()
    {
        LastName = LastName,
        FirstName = FirstName,
        MiddleName = MiddleName,
        Suffix = Suffix,
        BirthDate = LinkFields.Digits(BirthDate),
    };

    public override string ToString() => $"patient record {RecordId}";
}
