namespace PdmpAnalytics.Patients.Comparing;

/// <summary>What two records are compared in, each with levels of its own; independent given that the records are one person's, or are not.</summary>
public enum LinkField : byte
{
    FirstName,
    LastName,
    MiddleName,
    BirthDate,
    Sex,
    Address,
    Phone,
    Id,
}

/// <summary>How alike two first or two last names are.</summary>
public enum NameLevel : byte
{
    /// <summary>One of them is not known: says nothing. So in every field.</summary>
    Missing,
    Same,

    /// <summary>Forms of one name (BOB, ROBERT; SARA, SARAH), or one is a word of the other (GARCIA, GARCIA LOPEZ).</summary>
    Variant,

    /// <summary>One slip of the hand apart, or Jaro-Winkler at least 0.92, and not both names in their own right.</summary>
    Close,

    /// <summary>Jaro-Winkler at least 0.80, and not both names in their own right.</summary>
    Similar,

    /// <summary>One is a single letter, and the other begins with it.</summary>
    Initial,

    /// <summary>Stands in another name field of the other record: first and last swapped, called by the middle name, maiden name kept as middle name.</summary>
    OtherField,
    Different,
}

/// <summary>How alike two middle names are.</summary>
public enum MiddleNameLevel : byte
{
    Missing,
    Same,

    /// <summary>One is a single letter, and the other begins with it.</summary>
    Initial,

    /// <summary>A variant, or spelled alike.</summary>
    Close,
    Different,
}

/// <summary>How alike two birth dates are.</summary>
public enum BirthDateLevel : byte
{
    Missing,
    Same,
    DayMonthSwapped,

    /// <summary>One of the eight digits differs, or two neighbours are swapped.</summary>
    OneDigit,

    /// <summary>Two of year, month and day are equal; or the year, and one of them is 1 January, which stands for no day.</summary>
    TwoParts,
    SameYear,
    Different,
}

/// <summary>Whether two sexes are equal.</summary>
public enum SexLevel : byte
{
    Missing,
    Same,
    Different,
}

/// <summary>How near two addresses are. One field, because number, street, unit, city and ZIP code go together when people move.</summary>
public enum AddressLevel : byte
{
    Missing,

    /// <summary>Number and street, and nothing in unit, ZIP code or city speaks against it.</summary>
    Same,

    /// <summary>The same building, both units known and different.</summary>
    OtherUnit,

    /// <summary>The street of the same town; the number differs or is missing.</summary>
    SameStreet,

    /// <summary>The number in the same town; the street differs or is missing.</summary>
    SameNumber,

    /// <summary>Number and street, but another ZIP code and another city.</summary>
    OtherTown,
    SameZip,

    /// <summary>The same city, or ZIP codes one digit apart.</summary>
    NearZip,
    Elsewhere,
}

/// <summary>How alike two numbers (telephone, id) are.</summary>
public enum NumberLevel : byte
{
    Missing,
    Same,

    /// <summary>One digit dropped, added, replaced, or swapped with its neighbour.</summary>
    OneSlip,
    Different,
}

/// <summary>Names and counts of the levels of each field.</summary>
internal static class ComparisonLevels
{
    /// <summary>All fields in order.</summary>
    public static readonly LinkField[] Fields = Enum.GetValues<LinkField>();

    private static readonly string[][] Names = [.. Fields.Select(field => Enum.GetNames(TypeOf(field)))];

    /// <summary>Level names of a field in order; the first is Missing.</summary>
    public static IReadOnlyList<string> Of(LinkField field) => Names[(int)field];

    private static Type TypeOf(LinkField field) => field switch
    {
        LinkField.FirstName or LinkField.LastName => typeof(NameLevel),
        LinkField.MiddleName => typeof(MiddleNameLevel),
        LinkField.BirthDate => typeof(BirthDateLevel),
        LinkField.Sex => typeof(SexLevel),
        LinkField.Address => typeof(AddressLevel),
        LinkField.Phone or LinkField.Id => typeof(NumberLevel),
    };
}

/// <summary>The level of every field for one pair of records, four bits each.</summary>
internal readonly record struct LevelPattern(uint Bits)
{
    public const int BitsPerField = 4;

    public LevelPattern(
        NameLevel first, NameLevel last, MiddleNameLevel middle, BirthDateLevel born, SexLevel sex, AddressLevel address, NumberLevel phone, NumberLevel id)
        : this((uint)first | (uint)last << 4 | (uint)middle << 8 | (uint)born << 12 | (uint)sex << 16 | (uint)address << 20 | (uint)phone << 24 | (uint)id << 28)
    {
    }

    public NameLevel FirstName => (NameLevel)this[LinkField.FirstName];
    public NameLevel LastName => (NameLevel)this[LinkField.LastName];
    public BirthDateLevel BirthDate => (BirthDateLevel)this[LinkField.BirthDate];
    public AddressLevel Address => (AddressLevel)this[LinkField.Address];
    public NumberLevel Phone => (NumberLevel)this[LinkField.Phone];
    public NumberLevel Id => (NumberLevel)this[LinkField.Id];

    /// <summary>The level's number in its field's enumeration; 0 is missing.</summary>
    public int this[LinkField field] => (int)(Bits >> BitsPerField * (int)field) & 0xF;
}
