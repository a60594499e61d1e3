using PdmpAnalytics.Patients.Matching;

namespace PdmpAnalytics.Patients.Linking;

/// <summary>What to link.</summary>
/// <param name="All">Every record again from scratch; else those not compared yet.</param>
/// <param name="KeepModel">Weigh with the model in force; else <paramref name="All"/> estimates a new one.</param>
/// <param name="By">Who asks, for the journal.</param>
public sealed record LinkRequest(bool All = false, bool KeepModel = false, string By = LinkRequest.Nobody)
{
    /// <summary>Who acts when nobody asked: the night, or a file that was loaded.</summary>
    public const string Nobody = "system";
}

/// <summary>What linking ended with.</summary>
/// <param name="Records">All patient records.</param>
/// <param name="Patients">Patients in use.</param>
/// <param name="Compared">Records compared this time.</param>
/// <param name="Merges">Patients that went into others.</param>
/// <param name="Splits">Patients that parted from others.</param>
/// <param name="Moves">Times that records went from one standing patient to another.</param>
/// <param name="ModelVersion">The model in force.</param>
/// <param name="BlocksLeftOut">Blocks of what was compared that were too large to be looked at.</param>
public sealed record LinkCounts(long Records, long Patients, long Compared, int Merges, int Splits, int Moves, string ModelVersion, int BlocksLeftOut)
{
    /// <summary>Records that a block may have.</summary>
    public static int LargestBlock => CandidatePairs.LargestBlock;

    /// <summary>True when every patient has the records it had.</summary>
    public bool ChangedNothing => Merges + Splits + Moves == 0;
}
