using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Lookup.Searching;

/// <summary>Whether the records of a person agree with an item that was typed.</summary>
internal enum ItemAgreement : byte
{
    /// <summary>Not typed, or on no record.</summary>
    Unknown,
    Agrees,
    Differs,
}

/// <summary>How one patient's records compare with a query.</summary>
internal sealed record PersonLikeness
{
    public required long PatientId { get; init; }

    /// <summary>The record that fits best.</summary>
    public required PatientRecord Record { get; init; }

    /// <summary>Levels of that record.</summary>
    public required LevelPattern Levels { get; init; }

    /// <summary>Weight of that record, without guards, in bits.</summary>
    public required double Bits { get; init; }

    /// <summary>Slips of the hand between the query and that record; see <see cref="LikenessRules.SlipsOf"/>.</summary>
    public required int Slips { get; init; }

    /// <summary>By <see cref="QueryItem"/>: whether any record agrees, else whether any differs.</summary>
    public required ItemAgreement[] Items { get; init; }

    public ItemAgreement this[QueryItem item] => Items[(int)item];

    /// <summary>Names and birth date are those typed.</summary>
    public bool IsExact => Levels is { FirstName: NameLevel.Same, LastName: NameLevel.Same, BirthDate: BirthDateLevel.Same };

    /// <summary>As <see cref="IsExact"/>, apart from forms of one name: BOB, GARCIA of GARCIA LOPEZ.</summary>
    public bool IsExactInForm => Levels is
    {
        FirstName: NameLevel.Same or NameLevel.Variant, LastName: NameLevel.Same or NameLevel.Variant, BirthDate: BirthDateLevel.Same,
    };

    /// <summary>A further item agrees.</summary>
    public bool IsSupported => LikenessRules.FurtherItems.Any(item => this[item] == ItemAgreement.Agrees);

    /// <summary>An item that a person does not change speaks against it: generation, sex, middle name, id.</summary>
    public bool IsContradicted => LikenessRules.LastingItems.Any(item => this[item] == ItemAgreement.Differs);

    public override string ToString() => $"likeness of patient {PatientId}";
}
