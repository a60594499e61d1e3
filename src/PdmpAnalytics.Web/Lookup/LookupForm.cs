using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup.Checking;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Resolutions;
using PdmpAnalytics.Lookup.Searching;
using PdmpAnalytics.Web.Api;

namespace PdmpAnalytics.Web.Lookup;

/// <summary>What was typed into the look-up, as it came; carried along in the page's forms, never in an address. Prints nothing personal.</summary>
public sealed class LookupForm
{
    public string? Last { get; set; }
    public string? First { get; set; }
    public string? Born { get; set; }
    public string? Middle { get; set; }
    public string? Suffix { get; set; }
    public string? Sex { get; set; }
    public string? Zip { get; set; }
    public string? Phone { get; set; }
    public string? IdNumber { get; set; }
    public string? Purpose { get; set; }

    /// <summary>For whom a delegate asks; nothing for everybody else.</summary>
    public string? Supervisor { get; set; }

    /// <summary>Number of the case, of an investigation.</summary>
    public string? CaseNumber { get; set; }

    /// <summary>Why closed records are opened this once; not carried along.</summary>
    public string? Override { get; set; }

    /// <summary>Which kind of emergency that is, by name; not carried along either.</summary>
    public string? Emergency { get; set; }
    public long? Patient { get; set; }

    /// <summary>Every item that was given, by the name of its field.</summary>
    public IEnumerable<(string Name, string Value)> Given() => new[]
    {
        ("last", Last), ("first", First), ("born", Born), ("middle", Middle), ("suffix", Suffix), ("sex", Sex), ("zip", Zip), ("phone", Phone),
        ("idNumber", IdNumber), ("purpose", Purpose), ("supervisor", Supervisor), ("caseNumber", CaseNumber),
    }.Where(item => item.Item2 is { Length: > 0 }).Select(item => (item.Item1, item.Item2!));

    /// <summary>The query and purpose; false with what to correct.</summary>
    internal bool TryRead(DateOnly today, out PatientQuery query, out QueryPurpose purpose, out QueryFault? fault)
    {
        var body = new PatientBody
        {
            LastName = Last, FirstName = First, BirthDate = Born, MiddleName = Middle, Suffix = Suffix, Sex = Sex, Zip = Zip, Phone = Phone, IdNumber = IdNumber,
        };
        var readable = body.TryRead(today, out query, out fault);
        if (!Purposes.TryRead(Purpose, out purpose))
        {
            fault = new QueryFault("purpose-missing", "purpose", "State why you ask.");
            return false;
        }

        return readable;
    }

    public override string ToString() => "a look-up";
}

/// <summary>A proposed fill as it was typed.</summary>
public sealed class FillForm
{
    public string? Ndc { get; set; }
    public double? Quantity { get; set; }
    public int? Days { get; set; }
    public string? On { get; set; }
    public string? Prescriber { get; set; }
    public string? Pharmacy { get; set; }
    public byte? Payment { get; set; }

    /// <summary>The proposal; false with what to correct, since a day or payment that cannot be read must not become another one.</summary>
    /// <param name="facility">The pharmacy that asks, where none was typed.</param>
    internal bool TryRead(string facility, out ProposedFill proposal, out string wrong)
    {
        var day = DateOnly.TryParseExact(On?.Trim(), "yyyy-MM-dd", out var on) ? on : (DateOnly?)null;
        var payment = (PaymentType)(Payment ?? (byte)PaymentType.Unknown);
        wrong = !string.IsNullOrWhiteSpace(On) && day is null ? "Give the day as year, month and day: 2026-05-31."
            : !Enum.IsDefined(payment) ? "Choose who pays from the list."
            : "";
        proposal = new ProposedFill
        {
            Ndc = (Ndc ?? "").Trim(),
            Quantity = Quantity ?? 0,
            DaysSupply = Days ?? 0,
            On = day,
            Prescriber = (Prescriber ?? "").Trim(),
            Pharmacy = Pharmacy?.Trim() is { Length: > 0 } typed ? typed : facility,
            Payment = payment,
        };
        return wrong.Length == 0;
    }
}

/// <summary>A note as it was typed.</summary>
public sealed class NoteForm
{
    public Guid? Report { get; set; }
    public string? Called { get; set; }
    public string? Decision { get; set; }
    public string? Text { get; set; }

    /// <summary>The version that a correction was written upon; null for a new note.</summary>
    public int? Version { get; set; }

    /// <param name="flags">Boxes of one name come as often as they are ticked, which only the form itself can tell.</param>
    internal ResolutionDraft ToDraft(IEnumerable<string?> flags) => new(
        Report ?? Guid.Empty, [.. flags.OfType<string>()], Called ?? "", Enum.TryParse<DispensingDecision>(Decision, out var decision) ? decision : 0, Text ?? "");

    public override string ToString() => "a note";
}
