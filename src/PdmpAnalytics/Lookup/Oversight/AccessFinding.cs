namespace PdmpAnalytics.Lookup.Oversight;

/// <summary>Why a query, or an account's queries, came before an auditor.</summary>
public enum AccessSign : byte
{
    /// <summary>Closed records were opened in an emergency.</summary>
    BreakGlass = 1,

    /// <summary>The name asked for is the account holder's own.</summary>
    OwnName = 2,

    /// <summary>The last name asked for is the account holder's, and a rare one.</summary>
    SameSurname = 3,

    /// <summary>The patient is one whom many are curious about.</summary>
    WatchedPatient = 4,

    /// <summary>Much that was looked up for dispensing was filled nowhere.</summary>
    NothingFilled = 5,

    /// <summary>At night, by an account that does not work at night.</summary>
    OddHours = 6,

    /// <summary>Far more patients than others of the role on any usual day.</summary>
    Volume = 7,

    /// <summary>A supervisor does not stand for what a delegate asked.</summary>
    DelegateContested = 8,

    /// <summary>A supervisor has not looked through a quarter's queries of a delegate.</summary>
    QuarterUnsigned = 9,

    /// <summary>The same account states emergencies again and again.</summary>
    RepeatedEmergency = 20,
}

/// <summary>What an auditor concluded.</summary>
public enum AccessConclusion : byte
{
    /// <summary>It was within the work.</summary>
    Explained = 1,

    /// <summary>It was handed on to whoever decides about misuse.</summary>
    HandedOn = 2,
}

/// <summary>
/// A sign that somebody may have looked where the work did not lead, in the auditors' own queue. It counts events and names nobody but the account;
/// what was typed stays in the disclosures.
/// </summary>
public sealed class AccessFinding
{
    /// <summary>Longest note of an auditor. Our choice, 2026-11-22.</summary>
    public const int LongestNote = 1000;

    private AccessFinding()
    {
    }

    /// <summary>Given by the database.</summary>
    public long Id { get; private set; }
    public AccessSign Sign { get; private set; }

    /// <summary>Whose queries.</summary>
    public string Account { get; private set; } = "";

    /// <summary>With sign and account names what was found, so that it is raised once however often a day is judged.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The day it is about, or the last of the days, in the programme's time zone.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>What was counted, in a sentence without names.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Ids of the disclosures behind it, joined by <c>;</c>; empty for a count over many days.</summary>
    public string Disclosures { get; private set; } = "";

    /// <summary>UTC.</summary>
    public DateTimeOffset RaisedAt { get; private set; }

    /// <summary>UTC; null while it is open.</summary>
    public DateTimeOffset? SettledAt { get; private set; }
    public string SettledBy { get; private set; } = "";
    public AccessConclusion? Conclusion { get; private set; }

    /// <summary>The auditor's words; they stay here.</summary>
    public string Note { get; private set; } = "";
    public int Version { get; private set; }

    internal static AccessFinding Of(ObservedSign sign, DateTimeOffset at) => new()
    {
        Sign = sign.Sign,
        Account = sign.Account,
        Key = sign.Key,
        Day = sign.Day,
        Text = sign.Text,
        Disclosures = string.Join(';', sign.Disclosures.Take(ObservedSign.MostDisclosures).Select(id => id.ToString("D"))),
        RaisedAt = at,
    };

    internal Refusal? Settle(AccessConclusion conclusion, string note, string by, DateTimeOffset at)
    {
        if (SettledAt is not null)
        {
            return new Refusal(RefusalReason.WrongState, $"Finding {Id} is settled.");
        }

        if (!Enum.IsDefined(conclusion) || note.Trim().Length is 0 or > LongestNote)
        {
            return new Refusal(RefusalReason.Incomplete, $"State what was concluded and why, in at most {LongestNote} characters.");
        }

        (Conclusion, Note, SettledBy, SettledAt) = (conclusion, note.Trim(), by, at);
        Version++;
        return null;
    }

    public override string ToString() => $"access finding {Id}";
}

/// <summary>A sign as it was seen, before it is kept.</summary>
/// <param name="Disclosures">Oldest first.</param>
internal sealed record ObservedSign(AccessSign Sign, string Account, DateOnly Day, string Key, string Text, IReadOnlyList<Guid> Disclosures)
{
    /// <summary>Ids kept with a finding; the audit log has them all.</summary>
    public const int MostDisclosures = 20;
}

/// <summary>A patient whom many are curious about: every look is shown to auditors. By id, because a list of names would be one more thing to leak.</summary>
public sealed class WatchedPatient
{
    public required long PatientId { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset Since { get; init; }
    public required string By { get; init; }
}

/// <summary>How much an account asked on a day: the habits that later days are held against.</summary>
public sealed class AccountDay
{
    public required string Account { get; init; }

    /// <summary>As in the disclosures.</summary>
    public required string Role { get; init; }

    /// <summary>In the programme's time zone.</summary>
    public required DateOnly Day { get; init; }
    public required int Queries { get; set; }

    /// <summary>Queries at night.</summary>
    public required int Night { get; set; }

    /// <summary>Different patients opened.</summary>
    public required int Patients { get; set; }

    /// <summary>Different patients opened for dispensing; null until the days within which a fill follows have passed.</summary>
    public int? Dispensing { get; set; }

    /// <summary>Of those, patients without any fill in those days.</summary>
    public int? Unfilled { get; set; }
}
