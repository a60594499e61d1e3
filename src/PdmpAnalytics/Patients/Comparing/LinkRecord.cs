namespace PdmpAnalytics.Patients.Comparing;

/// <summary>
/// A record made ready for comparing: numbers into the books of <see cref="LinkRecords"/>, no text. 0 is missing, and so is what
/// <see cref="Placeholders"/> names.
/// </summary>
internal readonly record struct LinkRecord
{
    /// <summary>Names: numbers of <see cref="LinkRecords.Names"/>.</summary>
    public required int Last { get; init; }
    public required int First { get; init; }
    public required int Middle { get; init; }

    /// <summary>Where the first name belongs stands something that names nobody (BABY BOY, UNKNOWN), unlike where nothing stands.</summary>
    public required bool Nameless { get; init; }

    /// <summary>1 senior or I, 2 junior or II, 3 III, ...; 0 not stated. Junior and II are used for one another.</summary>
    public required byte Generation { get; init; }

    /// <summary>Digits yyyyMMdd.</summary>
    public required int BirthDate { get; init; }

    /// <summary>The same as a number of <see cref="LinkRecords.BirthDates"/>, for how often it occurs.</summary>
    public required int BirthDateValue { get; init; }

    /// <summary>1 female, 2 male.</summary>
    public required byte Sex { get; init; }
    public required bool Animal { get; init; }

    /// <summary>Texts: numbers of the book of the same name.</summary>
    public required int HouseNumber { get; init; }
    public required int Street { get; init; }
    public required int SecondLine { get; init; }

    /// <summary>House number and street together, for how often the place occurs; 0 without either of them.</summary>
    public required int Place { get; init; }
    public required int City { get; init; }
    public required int State { get; init; }
    public required int Zip { get; init; }
    public required int Phone { get; init; }
    public required byte IdQualifier { get; init; }
    public required int IdValue { get; init; }

    /// <summary>Hash of everything above as text: the same in every process, equal for records that say the same.</summary>
    public required ulong Content { get; init; }

    /// <summary>Says nothing: even a birth date as digits is identity.</summary>
    public override string ToString() => "a record for comparing";
}
