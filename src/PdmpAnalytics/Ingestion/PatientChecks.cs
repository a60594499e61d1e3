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
        if (!FieldText.TryDay(record[PatientBirthDate], out var birthDay))
        {
            faults.Add(new(SubmissionErrorCode.BirthDateInvalid, PatientBirthDate));
        }

        var zip = CheckAddress(faults, record);
        var sex = CheckSex(faults, record[PatientGender]);
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
        return new SubmittedPatient
        {
            Faults = faults,
            IsUsable = IdentityFaults.AllowLoading(faults),
            BirthDay = birthDay,
            Zip = zip,
            IsAnimal = species == 2,
            Particulars = KeyedParticulars.Of(new PatientParticulars
            {
                LastName = FieldText.Text(record[PatientLastName]),
                FirstName = FieldText.Text(record[PatientFirstName]),
                MiddleName = FieldText.Text(record[PatientMiddleName]),
                Suffix = FieldText.Text(record[PatientSuffix]),
                BirthDate = DateOnly.FromDayNumber(birthDay),
                Sex = sex,
                Address = FieldText.Text(record[PatientAddress]),
                City = FieldText.Text(record[PatientCity]),
                State = FieldText.Upper(record[PatientState]),
                Zip = FieldText.Text(record[PatientZip]),
                Phone = FieldText.Digits(record[PatientPhone]),
                IdQualifier = (byte)(FieldText.Number(qualifier) is > 0 and < 100 and var kind ? kind : 0),
                IdValue = FieldText.Upper(id),
                Animal = species == 2,
            }),
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

    private static string CheckSex(List<IdentityFault> faults, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return "";
        }

        var sex = FieldText.Upper(text);
        if (sex is "F" or "M" or "U" or "N" or "X")
        {
            return sex;
        }

        faults.Add(new(SubmissionErrorCode.PatientCodeUnknown, PatientGender));
        return "";
    }
}

/// <summary>A patient as a record states it, with what checking it found. Prints nothing personal.</summary>
internal sealed class SubmittedPatient
{
    public required IReadOnlyList<IdentityFault> Faults { get; init; }
    public required bool IsUsable { get; init; }

    /// <summary>As <see cref="DateOnly.DayNumber"/>.</summary>
    public required int BirthDay { get; init; }

    /// <summary>Five digits; 0 unknown.</summary>
    public required int Zip { get; init; }
    public required bool IsAnimal { get; init; }
    public required KeyedParticulars Particulars { get; init; }
}
