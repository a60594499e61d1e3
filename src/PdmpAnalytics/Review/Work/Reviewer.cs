namespace PdmpAnalytics.Review.Work;

/// <summary>Who takes a step.</summary>
/// <param name="Name">Account.</param>
/// <param name="IsLead">May take over what others hold, and settles readings that disagree.</param>
public readonly record struct Reviewer(string Name, bool IsLead = false);
