using System.Text;
using PdmpAnalytics.Patients;
using static PdmpAnalytics.Ingestion.SubmittedField;

namespace PdmpAnalytics.Ingestion;

/// <summary>Checks who the patient is: E030, E031, E033 to E037. A birth date against the fill date is checked with the fill.</summary>
internal static class PatientChecks
{
    public static readonly SubmittedField[] Fields =
    [
        PatientIdQualifier, PatientId, PatientLastName, PatientFirstName, PatientMiddleName, PatientSuffix, PatientAddress,
        PatientCity, PatientState, PatientZip, PatientPhone, PatientBirthDate, PatientGender, Species,
    ];

    public static SubmittedPatient Check(SubmittedRecord record)
    {
        var faults = new List<IdentityFault>();
        CheckName(faults, record);
        if (!FieldText.TryDay(record[PatientBirthDate], out _, out var bornOn))
        {
            faults.Add(new(SubmissionErrorCode.BirthDateInvalid, PatientBirthDate));
        }

        var zip = CheckAddress(faults, record);
        if (!record[PatientGender].IsEmpty && !IsSex(record[PatientGender]))
        {
            faults.Add(new(SubmissionErrorCode.PatientCodeUnknown, PatientGender));
        }

        var species = FieldText.Number(record[Species]);
        if (!record[Species].IsEmpty && species is not (1 or 2))
        {
            faults.Add(new(SubmissionErrorCode.PatientCodeUnknown, Species));
        }

        var qualifier = record[PatientIdQualifier];
        var id = record[PatientId];
        if (qualifier.IsEmpty != id.IsEmpty)
        {
            faults.Add(new(SubmissionErrorCode.PatientIdIncomplete, id.IsEmpty ? PatientId : PatientIdQualifier));
        }

        IdentityFaults.AddUnclean(faults, record, Fields);
        return new SubmittedPatient(
            faults.Count == 0 ? [] : [.. faults], IdentityFaults.AllowLoading(faults), bornOn, zip, IsAnimal: species == 2)
        {
            IsZeroReport = Ascii.EqualsIgnoreCase(record[PatientLastName], "REPORT"u8)
                && Ascii.EqualsIgnoreCase(record[PatientFirstName], "ZERO"u8),
            HasPhone = !record[PatientPhone].IsEmpty,
            HasGender = !record[PatientGender].IsEmpty,
        };
    }

    /// <summary>The particulars of an identity that allowed loading, from its text.</summary>
    public static PatientParticulars Particulars(ReadOnlySpan<byte> identity)
    {
        var fields = new IdentityFields(identity);
        var qualifier = FieldText.Number(fields.Next());
        var id = FieldText.Upper(fields.Next());
        return new PatientParticulars
        {
            IdQualifier = (byte)(qualifier is > 0 and < 100 ? qualifier : 0),
            IdValue = id,
            LastName = FieldText.Text(fields.Next()),
            FirstName = FieldText.Text(fields.Next()),
            MiddleName = FieldText.Text(fields.Next()),
            Suffix = FieldText.Text(fields.Next()),
            Address = FieldText.Text(fields.Next()),
            City = FieldText.Text(fields.Next()),
            State = FieldText.Upper(fields.Next()),
            Zip = FieldText.Text(fields.Next()),
            Phone = FieldText.Digits(fields.Next()),
            BirthDate = FieldText.TryDay(fields.Next(), out var birthDay) ? DateOnly.FromDayNumber(birthDay) : default,
            Sex = fields.Next() is var sex && IsSex(sex) ? FieldText.Upper(sex) : "",
            Animal = FieldText.Number(fields.Next()) == 2,
        };
    }

    private static void CheckName(List<IdentityFault> faults, SubmittedRecord record)
    {
        foreach (var field in (ReadOnlySpan<SubmittedField>)[PatientLastName, PatientFirstName])
        {
            if (record[field].IsEmpty)
            {
                faults.Add(new(SubmissionErrorCode.NameMissing, field));
            }
            else if (record[field].IndexOfAnyInRange((byte)'0', (byte)'9') >= 0 || record[field].IndexOfAny("()*"u8) >= 0)
            {
                faults.Add(new(SubmissionErrorCode.NameCharacters, field));
            }
        }
    }

    /// <summary>The ZIP5 as a number; 0 unknown.</summary>
    private static int CheckAddress(List<IdentityFault> faults, SubmittedRecord record)
    {
        foreach (var field in (ReadOnlySpan<SubmittedField>)[PatientAddress, PatientCity, PatientZip])
        {
            if (record[field].IsEmpty)
            {
                faults.Add(new(SubmissionErrorCode.AddressIncomplete, field));
                break;
            }
        }

        if (!FieldText.TryZip(record[PatientZip], out var zip) && !record[PatientZip].IsEmpty)
        {
            faults.Add(new(SubmissionErrorCode.ZipInvalid, PatientZip));
        }

        return zip;
    }

    private static bool IsSex(ReadOnlySpan<byte> text) => text.Length == 1 && "FMUNXfmunx"u8.Contains(text[0]);
}

/// <summary>What checking a patient found. The particulars stay bytes until they are stored (<see cref="PatientChecks.Particulars"/>).</summary>
/// <param name="BornOn">The birth date as the number yyyymmdd; 0 when it could not be read.</param>
/// <param name="Zip">Five digits; 0 unknown.</param>
internal readonly record struct SubmittedPatient(
    IdentityFault[] Faults, bool IsUsable, int BornOn, int Zip, bool IsAnimal)
{
    /// <summary>True for the name REPORT, ZERO: no patient, but a statement that nothing was dispensed (domain reference 1.7).</summary>
    public bool IsZeroReport { get; init; }
    public bool HasPhone { get; init; }
    public bool HasGender { get; init; }

    public override string ToString() => "a patient";
}
