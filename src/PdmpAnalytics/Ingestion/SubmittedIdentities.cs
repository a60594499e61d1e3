using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Ingestion;

/// <summary>A dispenser as a record states it, with what checking it found.</summary>
internal sealed class SubmittedDispenser
{
    public required IReadOnlyList<IdentityFault> Faults { get; init; }

    /// <summary>False when the record must be rejected.</summary>
    public required bool IsUsable { get; init; }
    public required RecordQuality Quality { get; init; }
    public required string Dea { get; init; }
    public required string Npi { get; init; }
    public required string Ncpdp { get; init; }
    public required string Name { get; init; }
    public required string City { get; init; }
    public required string State { get; init; }
    public required int Zip { get; init; }
    public required string Chain { get; init; }
    public required byte Type { get; init; }
    public required bool? MailOrder { get; init; }

    /// <summary>By its DEA number, else NPI, else NCPDP number (contract: record key).</summary>
    public byte[] Key() => Dea.Length > 0 ? IdentityKey.Of("DEA", Dea)
        : Npi.Length > 0 ? IdentityKey.Of("NPI", Npi)
        : IdentityKey.Of("NCPDP", Ncpdp);
}

/// <summary>A prescriber at an address as a record states it, with what checking it found.</summary>
internal sealed class SubmittedPrescriber
{
    public required IReadOnlyList<IdentityFault> Faults { get; init; }
    public required bool IsUsable { get; init; }
    public required RecordQuality Quality { get; init; }
    public required string Npi { get; init; }
    public required string Dea { get; init; }
    public required string DeaSuffix { get; init; }
    public required string LastName { get; init; }
    public required string FirstName { get; init; }
    public required string AddressKey { get; init; }
    public required int Zip { get; init; }
    public required string State { get; init; }
    public required string Phone { get; init; }

    public byte[] Key() => IdentityKey.Of(Npi, Dea, DeaSuffix, LastName, FirstName);

    public byte[] SiteKey() => IdentityKey.Of(
        Npi, Dea, DeaSuffix, LastName, FirstName, AddressKey, Zip.ToString("D5", System.Globalization.CultureInfo.InvariantCulture), State, Phone);
}

/// <summary>A product code as a record states it, with what is known of it.</summary>
internal sealed class SubmittedProduct
{
    public required IReadOnlyList<IdentityFault> Faults { get; init; }
    public required bool IsUsable { get; init; }
    public required RecordQuality Quality { get; init; }
    public required byte Qualifier { get; init; }
    public required string Code { get; init; }

    /// <summary>Null for an unknown product.</summary>
    public required Drug? Known { get; init; }

    /// <summary>What reports list instead of a code that is no NDC: it might be anything, a name in the wrong column too.</summary>
    public const string NotAnNdc = "(not an NDC)";

    public string ListedCode => Qualifier == 1 && Code.Length == 11 && Ndc.TryParse(Code, out _) ? Code : NotAnNdc;

    public bool IsControlled => Known?.Ingredient is null or { Schedule: not DrugSchedule.None };

    public bool IsScheduleThreeOrFour => Known?.Ingredient?.Schedule is DrugSchedule.III or DrugSchedule.IV;

    /// <summary>mg a day above which a dose is taken for a slip: ten times the highest label maximum (E119); infinite without one.</summary>
    public double ImplausibleMgPerDay => Known is { StrengthMg: > 0, Ingredient: { } ingredient }
        ? 10 * (ingredient.HardMaxMgPerDay ?? ingredient.SoftMaxMgPerDay ?? double.PositiveInfinity)
        : double.PositiveInfinity;
}

/// <summary>A fault found in an identity; every record that states it has the fault.</summary>
internal readonly record struct IdentityFault(SubmissionErrorCode Code, SubmittedField Field);
