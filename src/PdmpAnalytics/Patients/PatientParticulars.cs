using System.Globalization;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Patients;

/// <summary>A person's particulars as submitted, blanks around them removed. Empty text means not reported. Prints nothing personal.</summary>
public sealed class PatientParticulars
{
    /// <summary>PAT07.</summary>
    public required string LastName { get; init; }

    /// <summary>PAT08.</summary>
    public required string FirstName { get; init; }

    /// <summary>PAT09.</summary>
    public string MiddleName { get; init; } = "";

    /// <summary>PAT11.</summary>
    public string Suffix { get; init; } = "";

    /// <summary>PAT18.</summary>
    public required DateOnly BirthDate { get; init; }

    /// <summary>PAT19: F, M, U, N or X.</summary>
    public string Sex { get; init; } = "";

    /// <summary>PAT12.</summary>
    public string Address { get; init; } = "";

    /// <summary>PAT14.</summary>
    public string City { get; init; } = "";

    /// <summary>PAT15, upper case.</summary>
    public string State { get; init; } = "";

    /// <summary>PAT16.</summary>
    public string Zip { get; init; } = "";

    /// <summary>PAT17, digits only.</summary>
    public string Phone { get; init; } = "";

    /// <summary>PAT02; 0 not reported.</summary>
    public byte IdQualifier { get; init; }

    /// <summary>PAT03, upper case.</summary>
    public string IdValue { get; init; } = "";

    /// <summary>PAT20 = 02.</summary>
    public bool Animal { get; init; }

    /// <summary>The particulars a record was made from.</summary>
    public static PatientParticulars Of(PatientRecord record) => new()
    {
        LastName = record.LastName,
        FirstName = record.FirstName,
        MiddleName = record.MiddleName,
        Suffix = record.Suffix,
        BirthDate = record.BirthDate,
        Sex = record.Sex,
        Address = record.Address,
        City = record.City,
        State = record.State,
        Zip = record.Zip,
        Phone = record.Phone,
        IdQualifier = record.IdQualifier,
        IdValue = record.IdValue,
        Animal = record.Animal,
    };

    /// <summary>The key of exactly these particulars.</summary>
    public byte[] Key() => IdentityKey.Of(
        LastName, FirstName, MiddleName, Suffix, BirthDate.ToString("yyyyMMdd", CultureInfo.InvariantCulture), Sex, Address, City,
        State, Zip, Phone, IdQualifier.ToString(CultureInfo.InvariantCulture), IdValue, Animal ? "animal" : "");

    public override string ToString() => "a patient's particulars";
}
