namespace PdmpAnalytics.Evaluation.Supply;

/// <summary>What a computation needs of a fill beside patient, date and duration.</summary>
/// <param name="Category">The medication.</param>
/// <param name="Dose">The daily dose.</param>
/// <param name="WholeDays">A duration is a whole number of days.</param>
public readonly record struct FillsFileNeeds(bool Category = false, bool Dose = false, bool WholeDays = false);
