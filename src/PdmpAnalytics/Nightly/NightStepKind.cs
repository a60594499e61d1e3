namespace PdmpAnalytics.Nightly;

/// <summary>The steps of a night in their order (domain reference 5.6; backup is a script of <c>deploy/</c>).</summary>
public enum NightStepKind : byte
{
    /// <summary>Looks what waits in the inbox.</summary>
    Fetch,

    /// <summary>Reads, checks and stores every file, answers each with its report.</summary>
    Load,

    /// <summary>Notes by which drugs, factors, ZIP codes and prescribers the night goes.</summary>
    Reference,

    /// <summary>Finds which patients are one person.</summary>
    Link,

    /// <summary>Counts who is to be judged: new, revised, voided, moved, or due as days pass.</summary>
    Touched,

    /// <summary>Takes the population's figures anew, weekly.</summary>
    Population,

    /// <summary>Judges the touched patients by every rule and the score.</summary>
    Detect,

    /// <summary>Judges pharmacies, and weekly what patients and prescribers say together.</summary>
    Network,

    /// <summary>Notes the queue as people find it in the morning.</summary>
    Publish,

    /// <summary>Lists who should have reported and did not.</summary>
    Delinquency,

    /// <summary>Makes the night's report and closes the night.</summary>
    Measures,
}

/// <summary>Their names outside: lower case, as in reports and metrics.</summary>
public static class NightSteps
{
    public static IReadOnlyList<NightStepKind> All { get; } = Enum.GetValues<NightStepKind>();

    public static string Name(this NightStepKind step) => step switch
    {
        NightStepKind.Fetch => "fetch",
        NightStepKind.Load => "load",
        NightStepKind.Reference => "reference",
        NightStepKind.Link => "link",
        NightStepKind.Touched => "touched",
        NightStepKind.Population => "population",
        NightStepKind.Detect => "detect",
        NightStepKind.Network => "network",
        NightStepKind.Publish => "publish",
        NightStepKind.Delinquency => "delinquency",
        NightStepKind.Measures => "measures",
    };
}
