using System.Globalization;
using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Lookup.Searching;

/// <summary>
/// Whom somebody asks about. Names and birth date are always needed; every further item tells look-alikes apart. Empty text means
/// not given. Prints nothing personal.
/// </summary>
public sealed record PatientQuery
{
    public required string LastName { get; init; }
    public required string FirstName { get; init; }
    public required DateOnly BirthDate { get; init; }

    /// <summary>A name or its initial.</summary>
    public string MiddleName { get; init; } = "";

    /// <summary>The generation: JR, SR, II, III.</summary>
    public string Suffix { get; init; } = "";

    /// <summary>F or M.</summary>
    public string Sex { get; init; } = "";

    /// <summary>House number and street.</summary>
    public string Address { get; init; } = "";

    /// <summary>Five digits, or nine with or without a hyphen.</summary>
    public string Zip { get; init; } = "";

    /// <summary>Ten digits, with anything between them.</summary>
    public string Phone { get; init; } = "";

    /// <summary>Number of a driver's licence or another id, of whatever kind.</summary>
    public string IdNumber { get; init; } = "";

    /// <summary>Birth date as people write it down: yyyy-MM-dd.</summary>
    public string BirthDateText => BirthDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal LinkFields ToFields() => new()
    {
        LastName = LastName,
        FirstName = FirstName,
        MiddleName = MiddleName,
        Suffix = Suffix,
        BirthDate = LinkFields.Digits(BirthDate),
        Sex = Sex,
        Address = Address,
        Zip = Zip,
        Phone = string.Concat(Phone.Where(char.IsAsciiDigit)),
    };

    public override string ToString() => "a patient query";
}
