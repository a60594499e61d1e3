namespace PdmpAnalytics.Lookup.Resolutions;

/// <summary>What a pharmacist decided.</summary>
public enum DispensingDecision : byte
{
    Dispensed = 1,
    Refused = 2,
    Delayed = 3,
}

/// <summary>
/// How a pharmacist resolved what stood out, before dispensing (21 CFR 1306.04(a): corresponding responsibility). A correction is a new version; none is ever
/// changed. Prints nothing personal.
/// </summary>
public sealed class ResolutionNote
{
    private ResolutionNote()
    {
    }

    /// <summary>The same for all versions of one note.</summary>
    public Guid Id { get; private set; }

    /// <summary>From 1.</summary>
    public int Version { get; private set; }

    /// <summary>The report or check it rests on; says whose patient it is about.</summary>
    public Guid DisclosureId { get; private set; }
    public long PatientId { get; private set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset At { get; private set; }
    public string Account { get; private set; } = "";

    /// <summary>Whose note it is: only this pharmacy reads and corrects it. Empty where the author's account names no pharmacy: then it is the author's alone.</summary>
    public string Facility { get; private set; } = "";

    /// <summary>Rule ids and other red flags that were ticked, joined by <c>;</c>.</summary>
    public string RedFlags { get; private set; } = "";

    /// <summary>Who was called, and what they said; empty when nobody was.</summary>
    public string Called { get; private set; } = "";
    public DispensingDecision Decision { get; private set; }
    public string Text { get; private set; } = "";

    /// <summary>The system that sent it, by the first of its keys, whichever of them it used; the account for a person.</summary>
    public string Sender { get; private set; } = "";

    /// <summary>What the sender named the request by, so that it counts once; null for a note from the page.</summary>
    public string? IdempotencyKey { get; private set; }

    internal static ResolutionNote Of(Guid id, int version, ResolutionDraft draft, long patient, Lookup.Disclosure.Inquiry by, string sender, string? idempotencyKey, DateTimeOffset at) => new()
    {
        Id = id,
        Version = version,
        DisclosureId = draft.DisclosureId,
        PatientId = patient,
        At = at,
        Account = by.Asker,
        Facility = by.Facility,
        RedFlags = string.Join(';', draft.RedFlags),
        Called = draft.Called.Trim(),
        Decision = draft.Decision,
        Text = draft.Text.Trim(),
        Sender = sender,
        IdempotencyKey = idempotencyKey,
    };

    /// <summary>Says the same as a draft.</summary>
    internal bool Says(ResolutionDraft draft) => DisclosureId == draft.DisclosureId && RedFlags == string.Join(';', draft.RedFlags)
        && Called == draft.Called.Trim() && Decision == draft.Decision && Text == draft.Text.Trim();

    public override string ToString() => $"resolution {Id} version {Version}";
}

/// <summary>A note as it is written. Prints nothing personal.</summary>
/// <param name="DisclosureId">Id of the report or check that it rests on.</param>
/// <param name="RedFlags">Rule ids or words in kebab-case.</param>
public sealed record ResolutionDraft(Guid DisclosureId, IReadOnlyList<string> RedFlags, string Called, DispensingDecision Decision, string Text)
{
    /// <summary>Longest text of a note. Our choice, 2026-11-22.</summary>
    public const int LongestText = 4000;
    private const int LongestFlag = 40;
    private const int MostFlags = 40;

    /// <summary>What is missing or too much, in a sentence; null for a note that can be kept.</summary>
    public string? Fault() =>
        !Enum.IsDefined(Decision) ? "State the decision: Dispensed, Refused or Delayed."
        : RedFlags.Count > MostFlags || RedFlags.Any(f => f.Length is 0 or > LongestFlag || f.Contains(';', StringComparison.Ordinal) || f.Any(char.IsControl)) ? "A red flag is a rule id or a short word."
        : Text.Length > LongestText || Called.Length > LongestText || Text.Contains('\0', StringComparison.Ordinal) || Called.Contains('\0', StringComparison.Ordinal) ? $"Text has at most {LongestText} characters."
        : RedFlags.Count == 0 && Text.Trim().Length == 0 ? "Tick a red flag or write what was found."
        : null;

    public override string ToString() => "a resolution's draft";
}

/// <summary>A note with all its versions. Prints nothing personal.</summary>
/// <param name="Versions">Oldest first, at least one.</param>
/// <param name="LastName">As it was typed for the report that the note rests on; so are the other two.</param>
public sealed record ResolutionHistory(IReadOnlyList<ResolutionNote> Versions, string LastName, string FirstName, DateOnly BirthDate)
{
    public override string ToString() => "a resolution's versions";
}
