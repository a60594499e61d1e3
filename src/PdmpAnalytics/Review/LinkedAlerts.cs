namespace PdmpAnalytics.Review;

/// <summary>Why two alerts are looked at together.</summary>
public enum AlertLink : byte
{
    /// <summary>One finding about several people names both: a ring, a group that arrived together, a household.</summary>
    Group,

    /// <summary>Records of both give the same address, as submitted.</summary>
    Address,

    /// <summary>The other is about a prescriber of fills that this one counted.</summary>
    Prescriber,

    /// <summary>The other is about a dispenser of fills that this one counted.</summary>
    Dispenser,

    /// <summary>The other is about a patient whose fills this one counted.</summary>
    Patient,
}

/// <summary>An alert that has to do with another.</summary>
/// <param name="Alert">Without findings.</param>
/// <param name="RuleId">Of the finding about several people; null for any other link.</param>
public sealed record LinkedAlert(Alert Alert, AlertLink Link, string? RuleId = null);
