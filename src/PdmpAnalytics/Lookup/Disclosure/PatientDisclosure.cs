using System.Globalization;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Lookup.Disclosure;

/// <summary>What was asked.</summary>
public enum DisclosureKind : byte
{
    Search = 1,
    Report = 2,
    Check = 3,
}

/// <summary>
/// A query as it was answered: who asked what about whom, and what left. Kept at least six years (domain reference 5.3). Search terms
/// stand here and nowhere else; the audit chain holds this row's id and digest, so that a changed row shows. Prints nothing personal.
/// </summary>
public sealed class PatientDisclosure
{
    /// <summary>Also the id of the report that left.</summary>
    public required Guid Id { get; init; }

    /// <summary>UTC, whole milliseconds.</summary>
    public required DateTimeOffset At { get; init; }
    public required DisclosureKind Kind { get; init; }
    public required string Account { get; init; }
    public required string Role { get; init; }
    public required string Supervisor { get; init; }

    /// <summary>The person whom a program named; empty when the account is a person's own, or none was named.</summary>
    public string EndUser { get; init; } = "";

    /// <summary>NPI, DEA number or state licence of whoever asked; empty when not known.</summary>
    public string Licence { get; init; } = "";

    /// <summary>The investigation's case; empty for every other purpose.</summary>
    public string CaseNumber { get; init; } = "";
    public required string Facility { get; init; }
    public required QueryPurpose Purpose { get; init; }
    public required string Application { get; init; }
    public required string ClientAddress { get; init; }
    public required string Override { get; init; }

    /// <summary>What was typed.</summary>
    public required string LastName { get; init; }
    public required string FirstName { get; init; }
    public required DateOnly BirthDate { get; init; }

    /// <summary>The further items that were typed, by name, joined by <c>;</c>.</summary>
    public required string FurtherItems { get; init; }

    /// <summary>Kebab-case outcome of the search.</summary>
    public required string Outcome { get; init; }

    /// <summary>The patient whose report left; null when none did.</summary>
    public required long? PatientId { get; init; }

    /// <summary>Ids of the patients on the pick list that left, joined by <c>;</c>.</summary>
    public required string ListedPatients { get; init; }

    /// <summary>Fills in the report that left; 0 without one.</summary>
    public required int Fills { get; init; }

    /// <summary>States that were asked, two letters each, joined by <c>;</c>.</summary>
    public required string States { get; init; }

    /// <summary>Account, and behind a slash the person whom a program named; a delegate is an account of its own, whichever program it asked through.</summary>
    public string Asker => EndUser.Length > 0 && Role == InquiryRightsService.DelegateRole ? EndUser : Inquiry.AskerOf(Account, EndUser);

    /// <summary>Names this content: 32 hexadecimal digits. What later releases added counts where it is stated, so that older rows keep their digest.</summary>
    public string Digest() => Convert.ToHexStringLower(IdentityKey.Of(
    [
        Id.ToString("D", CultureInfo.InvariantCulture), Number(At.ToUnixTimeMilliseconds()), Kind.ToString(), Account, Role, Supervisor, Facility,
        Purpose.ToString(), Application, ClientAddress, Override, LastName, FirstName, BirthDate.ToString("O", CultureInfo.InvariantCulture), FurtherItems,
        Outcome, PatientId is { } patient ? Number(patient) : "", ListedPatients, Number(Fills), States,
        .. EndUser.Length + Licence.Length + CaseNumber.Length > 0 ? [EndUser, Licence, CaseNumber] : Array.Empty<string>(),
    ]));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    public override string ToString() => $"disclosure {Id}";
}
