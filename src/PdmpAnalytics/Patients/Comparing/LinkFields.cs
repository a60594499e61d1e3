using System.Globalization;

namespace PdmpAnalytics.Patients.Comparing;

/// <summary>What one record says about a person, as text, for comparing. Empty text means not reported. Prints nothing personal.</summary>
public sealed record LinkFields
{
    public string LastName { get; init; } = "";
    public string FirstName { get; init; } = "";
    public string MiddleName { get; init; } = "";
    public string Suffix { get; init; } = "";

    /// <summary>Eight digits yyyyMMdd as a number; 0 not reported. Need not be a date of the calendar: a mistyped one still compares.</summary>
    public int BirthDate { get; init; }

    /// <summary>F or M; anything else counts as not reported.</summary>
    public string Sex { get; init; } = "";

    /// <summary>House number and street, perhaps with the unit.</summary>
    public string Address { get; init; } = "";

    /// <summary>What stands on a second line: the unit, a building, a locality.</summary>
    public string AddressSecondLine { get; init; } = "";
    public string City { get; init; } = "";
    public string State { get; init; } = "";
    public string Zip { get; init; } = "";
    public string Phone { get; init; } = "";

    /// <summary>PAT02; 0 not reported. Ids of different qualifiers say nothing about each other.</summary>
    public byte IdQualifier { get; init; }
    public string IdValue { get; init; } = "";

    /// <summary>An animal under its owner's name: never compared with a person.</summary>
    public bool Animal { get; init; }

    /// <summary>The particulars of a stored or submitted record.</summary>
    public static LinkFields Of(PatientParticulars particulars) => new()
    {
        LastName = particulars.LastName,
        FirstName = particulars.FirstName,
        MiddleName = particulars.MiddleName,
        Suffix = particulars.Suffix,
        BirthDate = Digits(particulars.BirthDate),
        Sex = particulars.Sex,
        Address = particulars.Address,
        City = particulars.City,
        State = particulars.State,
        Zip = particulars.Zip,
        Phone = particulars.Phone,
        IdQualifier = particulars.IdQualifier,
        IdValue = particulars.IdValue,
        Animal = particulars.Animal,
    };

    /// <summary>A date as <see cref="BirthDate"/> holds it.</summary>
    public static int Digits(DateOnly date) => date.Year * 10_000 + date.Month * 100 + date.Day;

    /// <summary>The digits of a text that holds exactly eight of them beside separators; 0 for any other.</summary>
    public static int Digits(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return digits.Length == 8 ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;
    }

    public override string ToString() => "a record's particulars";
}
