namespace PdmpAnalytics.Accounts;

/// <summary>What somebody may do (domain reference 5.2). One person may hold several.</summary>
public enum AccountRole : byte
{
    /// <summary>Works the review queue; sees who a patient is once an alert is opened.</summary>
    Analyst,

    /// <summary>An analyst who also assigns work and approves referrals as the second person.</summary>
    Lead,

    /// <summary>Accounts, the data queue and operation; no patient's record.</summary>
    Administrator,

    /// <summary>Reads the audit log; no patient's record.</summary>
    Auditor,

    /// <summary>Looks up the patient at the counter.</summary>
    Pharmacist,

    /// <summary>Looks up the patient in the practice.</summary>
    Prescriber,

    /// <summary>Looks up for a pharmacist or prescriber who answers for it.</summary>
    Delegate,

    /// <summary>Sees queues and figures, never who a patient is, and changes nothing.</summary>
    ReadOnly,
}

/// <summary>The words that the command line, claims and the audit log use for roles.</summary>
public static class AccountRoles
{
    private static readonly string[] Codes =
        ["analyst", "lead", "administrator", "auditor", "pharmacist", "prescriber", "delegate", "read-only"];

    /// <summary>In the order of the enum.</summary>
    public static IReadOnlyList<string> AllCodes => Codes;

    public static string Code(this AccountRole role) => Codes[(int)role];

    /// <summary>The role of a code, case ignored.</summary>
    public static bool TryParse(string? code, out AccountRole role)
    {
        var index = Array.FindIndex(Codes, c => c.Equals(code, StringComparison.OrdinalIgnoreCase));
        role = index < 0 ? default : (AccountRole)index;
        return index >= 0;
    }
}
