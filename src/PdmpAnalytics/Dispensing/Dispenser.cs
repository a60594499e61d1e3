namespace PdmpAnalytics.Dispensing;

/// <summary>
/// A pharmacy or dispensing prescriber, identified by its DEA number, else NPI, else NCPDP number. The other particulars are
/// those of the latest record that stated them.
/// </summary>
public sealed class Dispenser
{
    /// <summary>Given by the loader in order of first sight, from 1.</summary>
    public required int Id { get; init; }

    /// <summary>Identity key: hash of the identifying number and its kind.</summary>
    public required byte[] Key { get; init; }
    public string? Dea { get; set; }
    public string? Npi { get; set; }
    public string? Ncpdp { get; set; }
    public string? Name { get; set; }
    public string? City { get; set; }

    /// <summary>Two-letter USPS code.</summary>
    public string? State { get; set; }

    /// <summary>Five digits; 0 unknown.</summary>
    public int Zip { get; set; }

    /// <summary>PHA12, the store number within its chain.</summary>
    public string? Chain { get; set; }

    /// <summary>PHA14: 3 long-term care, 7 veterinary, ...; 0 not reported.</summary>
    public byte Type { get; set; }

    /// <summary>PHA15; null when not reported.</summary>
    public bool? MailOrder { get; set; }

    /// <summary>
    /// When each particular was last stated, in effective time: milliseconds since 1970 (UTC) as eight bytes each, big-endian, in
    /// the order of the properties from <see cref="Dea"/> to <see cref="MailOrder"/>. So files that arrive out of order end alike.
    /// </summary>
    public byte[] StatedAt { get; set; } = [];
}
