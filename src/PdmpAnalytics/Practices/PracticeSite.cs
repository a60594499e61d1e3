namespace PdmpAnalytics.Practices;

/// <summary>A prescriber at an address as submitted, with what a loaded registry adds about that address.</summary>
public sealed record PracticeSite
{
    public required int Id { get; init; }

    /// <summary>Id of a <see cref="PrescriberNumber"/>.</summary>
    public required int PrescriberId { get; init; }

    /// <summary><c>STREET|UNIT|ZIP5</c> in normalised spelling; blank when the records carry no address.</summary>
    public string AddressKey { get; init; } = "";

    /// <summary>Five digits as a number; 0 unknown.</summary>
    public int Zip { get; init; }

    /// <summary>Ten digits; blank when not reported. Placeholders (one digit ten times) count as blank.</summary>
    public string Phone { get; init; } = "";

    /// <summary>Name of the organisation at this address; blank without a registry.</summary>
    public string Organisation { get; init; } = "";

    /// <summary>
    /// Id of the group that a registry lists <em>at this address</em>; blank otherwise. A person's group may not be put on
    /// that person's other addresses, or second offices would chain.
    /// </summary>
    public string RegistryGroup { get; init; } = "";

    /// <summary>Live fills that name this site.</summary>
    public long Fills { get; init; }

    /// <summary>The row's id only.</summary>
    public override string ToString() => $"practice site {Id}";
}
