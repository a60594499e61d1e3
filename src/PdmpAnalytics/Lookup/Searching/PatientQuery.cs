using System.Buffers;
using System.Globalization;
using System.Text;
using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Lookup.Searching;

/// <summary>
/// Whom somebody asks about. Names and birth date are always needed; every further item tells look-alikes apart. Empty text means
/// not given. Prints nothing personal.
/// </summary>
public sealed record PatientQuery
{
    public required string LastName { get; init => field = OneForm(value); }
    public required string FirstName { get; init => field = OneForm(value); }
    public required DateOnly BirthDate { get; init; }

    /// <summary>A name or its initial.</summary>
    public string MiddleName { get; init => field = OneForm(value); } = "";

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

    /// <summary>Full-width letters and ligatures, which some keyboards send, as the letters they stand for (Unicode Standard Annex 15, NFKC); what is no text stays for the checks.</summary>
    private static string OneForm(string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var used) != OperationStatus.Done)
            {
                return text;
            }

            rest = rest[used..];
        }

        return text.Normalize(NormalizationForm.FormKC);
    }

    public override string ToString() => "a patient query";
}
