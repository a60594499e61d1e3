using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup.Checking;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Resolutions;
using PdmpAnalytics.Lookup.Searching;

namespace PdmpAnalytics.Web.Api;

/// <summary>Whom a request is about. Prints nothing personal.</summary>
internal sealed record PatientBody
{
    public string? LastName { get; init; }
    public string? FirstName { get; init; }

    /// <summary>yyyy-MM-dd.</summary>
    public string? BirthDate { get; init; }
    public string? MiddleName { get; init; }
    public string? Suffix { get; init; }
    public string? Sex { get; init; }
    public string? Address { get; init; }
    public string? Zip { get; init; }
    public string? Phone { get; init; }
    public string? IdNumber { get; init; }

    /// <summary>The query; false with the fault when the birth date is no date or an item cannot be asked for.</summary>
    public bool TryRead(DateOnly today, out PatientQuery query, out QueryFault? fault)
    {
        var isDate = DateOnly.TryParseExact(BirthDate, "yyyy-MM-dd", out var born);
        query = new PatientQuery
        {
            LastName = LastName ?? "",
            FirstName = FirstName ?? "",
            BirthDate = born,
            MiddleName = MiddleName ?? "",
            Suffix = Suffix ?? "",
            Sex = (Sex ?? "").ToUpperInvariant(),
            Address = Address ?? "",
            Zip = Zip ?? "",
            Phone = Phone ?? "",
            IdNumber = IdNumber ?? "",
        };
        fault = !isDate ? new QueryFault("birth-date-impossible", "birthDate", "Give the birth date as yyyy-MM-dd.")
            : QueryChecks.Of(query, today) is [var first, ..] ? first : null;
        return fault is null;
    }

    public override string ToString() => "a patient";
}

/// <summary>A search or a report.</summary>
/// <param name="Purpose">treatment or dispensing.</param>
/// <param name="PatientId">One of the pick list that the same query gave; absent for a sure match.</param>
/// <param name="AsOf">The day a report judges from; absent for today. A search has no use for it.</param>
/// <param name="User">Who asks, where a program's key says it for a person.</param>
internal sealed record QueryBody(PatientBody? Patient, string? Purpose, long? PatientId = null, DateOnly? AsOf = null, UserBody? User = null);

/// <summary>A proposed fill.</summary>
internal sealed record FillBody(string? Ndc, double? Quantity, int? DaysSupply, DateOnly? On, string? Prescriber, int? Payment)
{
    /// <summary>Null when the payment is left out or one of DSP16's codes: an unknown one would keep the rules about payment quiet.</summary>
    public QueryFault? PaymentFault() => Payment is { } code && !(code is >= 0 and <= byte.MaxValue && Enum.IsDefined((PaymentType)code))
        ? new QueryFault("payment-unknown", "payment", "Give the payment as a number of DSP16, or leave it out.")
        : null;

    /// <summary>The proposal; <see cref="PaymentFault"/> is null.</summary>
    public ProposedFill ToProposal(string pharmacy) => new()
    {
        Ndc = Ndc ?? "",
        Quantity = Quantity ?? 0,
        DaysSupply = DaysSupply ?? 0,
        On = On,
        Prescriber = Prescriber ?? "",
        Pharmacy = pharmacy,
        Payment = (PaymentType)(Payment ?? (int)PaymentType.Unknown),
    };
}

internal sealed record CheckBody(PatientBody? Patient, FillBody? Fill, string? Purpose, long? PatientId = null, UserBody? User = null);

/// <param name="ReportId">Id of the report or check that the note rests on.</param>
/// <param name="Decision">dispensed, refused or delayed.</param>
internal sealed record ResolutionBody(Guid? ReportId, IReadOnlyList<string>? RedFlags, string? Called, string? Decision, string? Text)
{
    public ResolutionDraft ToDraft() => new(
        ReportId ?? Guid.Empty, RedFlags ?? [], Called ?? "",
        Enum.TryParse<DispensingDecision>(Decision, ignoreCase: true, out var decision) && !char.IsAsciiDigit(Decision[0]) ? decision : 0, Text ?? "");

    public override string ToString() => "a resolution";
}

internal sealed record ResolutionReply(
    Guid Id, int Version, Guid ReportId, DateTimeOffset At, string By, IReadOnlyList<string> RedFlags, string Called, string Decision, string Text)
{
    public static ResolutionReply Of(ResolutionNote note) => new(
        note.Id, note.Version, note.DisclosureId, note.At, note.Account, note.RedFlags.Split(';', StringSplitOptions.RemoveEmptyEntries), note.Called,
        note.Decision.ToString().ToLowerInvariant(), note.Text);

    public override string ToString() => $"resolution {Id}";
}

/// <param name="Page">From 1.</param>
internal sealed record ResolutionPage(int Page, int Size, int Total, IReadOnlyList<ResolutionReply> Resolutions);

/// <summary>Purposes in requests.</summary>
internal static class Purposes
{
    /// <summary>Of a pharmacy's system: an audit or an investigation is nobody's who holds only a key.</summary>
    public static bool TryReadOfKey(string? text, out QueryPurpose purpose) =>
        TryRead(text, out purpose) && purpose is (QueryPurpose.Treatment or QueryPurpose.Dispensing);

    public static bool TryRead(string? text, out QueryPurpose purpose)
    {
        var named = Enum.GetValues<QueryPurpose>().Where(p => p.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)).ToList();
        purpose = named.FirstOrDefault();
        return named.Count == 1;
    }
}
