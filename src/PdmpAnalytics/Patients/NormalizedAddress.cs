namespace PdmpAnalytics.Patients;

/// <summary>A street line in one spelling, taken apart from the unit inside the building. Both upper case, either may be empty.</summary>
/// <param name="Street">House number, directions, name and suffix, or <c>PO BOX 12</c>.</param>
/// <param name="Unit">The number of the apartment, suite or room, floors and buildings named: <c>4B</c>, <c>BLDG 2 110</c>.</param>
public readonly record struct NormalizedAddress(string Street, string Unit)
{
    public static NormalizedAddress Empty { get; } = new("", "");

    public bool IsEmpty => Street.Length == 0;

    /// <summary>
    /// One text that is equal for equal places: <c>STREET|UNIT|ZIP5</c>, empty without a street. The bars let a reader take
    /// it apart again; no part can hold one.
    /// </summary>
    /// <param name="zip">Five digits as a number; 0 unknown.</param>
    public string KeyWith(int zip) =>
        IsEmpty ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Street}|{Unit}|{zip:D5}");

    /// <summary>Says nothing: an address is identity.</summary>
    public override string ToString() => IsEmpty ? "no address" : "an address";
}
