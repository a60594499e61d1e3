namespace PdmpAnalytics.Patients;

/// <summary>
/// One identity as submitted: every different spelling of a person's particulars is a record of its own, and
/// <see cref="PatientId"/> says which person it was resolved to. Prints nothing personal.
/// </summary>
public sealed class PatientRecord
{
    /// <summary>Given by the loader in order of first sight, from 1.</summary>
    public required long Id { get; init; }

    /// <summary>Identity key: hash of all fields as submitted.</summary>
    public required byte[] Key { get; init; }

    /// <summary>Hash of normalised name, birth date, sex and species: records that differ here are never joined by exact keys.</summary>
    public required byte[] BaseKey { get; init; }

    /// <summary>The person; changes when records are merged.</summary>
    public required long PatientId { get; set; }

    /// <summary>
    /// The patient id given to the record itself: that of its first patient, or a new one when it was parted from that. A person
    /// has the lowest home of its records, so that ids come back when persons part.
    /// </summary>
    public required long HomePatientId { get; set; }

    /// <summary>PAT07 as submitted, blanks around it removed; so are the fields below. Empty text means not reported.</summary>
    public required string LastName { get; init; }
    public required string FirstName { get; init; }
    public required string MiddleName { get; init; }
    public required string Suffix { get; init; }
    public required DateOnly BirthDate { get; init; }

    /// <summary><c>F</c>, <c>M</c>, <c>N</c>, <c>X</c>, <c>U</c>; empty when not reported.</summary>
    public required string Sex { get; init; }
    public required string Address { get; init; }
    public required string City { get; init; }
    public required string State { get; init; }
    public required string Zip { get; init; }

    /// <summary>Digits only.</summary>
    public required string Phone { get; init; }

    /// <summary>PAT02; 0 not reported.</summary>
    public required byte IdQualifier { get; init; }

    /// <summary>PAT03.</summary>
    public required string IdValue { get; init; }

    /// <summary>True for an animal under its owner's name (PAT20 = 02).</summary>
    public required bool Animal { get; init; }

    public override string ToString() => $"patient record {Id}";
}
