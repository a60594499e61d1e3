namespace PdmpAnalytics.Dispensing;

/// <summary>
/// A prescriber as submitted: one row for each different spelling of numbers and name, upper case. Which of them are one
/// person is decided by Practices, not here. Empty text means not reported.
/// </summary>
public sealed class Prescriber
{
    /// <summary>Given by the loader in order of first sight, from 1.</summary>
    public required int Id { get; init; }

    /// <summary>Identity key: hash of the five fields below.</summary>
    public required byte[] Key { get; init; }

    /// <summary>PRE01.</summary>
    public required string Npi { get; init; }

    /// <summary>PRE02.</summary>
    public required string Dea { get; init; }

    /// <summary>PRE03: staff of an institution share its DEA number and differ here.</summary>
    public required string DeaSuffix { get; init; }

    /// <summary>PRE05.</summary>
    public required string LastName { get; init; }

    /// <summary>PRE06.</summary>
    public required string FirstName { get; init; }
}

/// <summary>A prescriber at an address as submitted; what a dispensation points to.</summary>
public sealed class PrescriberSite
{
    /// <summary>Given by the loader in order of first sight, from 1.</summary>
    public required int Id { get; init; }

    /// <summary>Identity key: hash of prescriber, address, ZIP and phone.</summary>
    public required byte[] Key { get; init; }
    public required int PrescriberId { get; init; }

    /// <summary>Normalised street and ZIP; empty when the records carry no address.</summary>
    public required string AddressKey { get; init; }

    /// <summary>Five digits; 0 unknown.</summary>
    public required int Zip { get; init; }

    /// <summary>Two-letter USPS code; empty when not reported.</summary>
    public required string State { get; init; }

    /// <summary>Ten digits; empty when not reported.</summary>
    public required string Phone { get; init; }

    /// <summary>Live fills that name this site: the most frequent one stands for fills without an address.</summary>
    public long Fills { get; set; }
}
