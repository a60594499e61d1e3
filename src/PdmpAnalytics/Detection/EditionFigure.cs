using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection;

/// <summary>A dose of a finding by one edition of the equivalents.</summary>
/// <param name="Name">As among the finding's values, e.g. <c>mme</c>.</param>
/// <param name="Edition"><see cref="Equivalents.Edition"/>.</param>
/// <param name="Number">mg a day, rounded as the finding's value.</param>
public readonly record struct EditionFigure(string Name, string Edition, double Number);
