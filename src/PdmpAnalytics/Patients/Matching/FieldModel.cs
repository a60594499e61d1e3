using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Patients.Matching;

/// <summary>How often a level occurs among pairs of records with both values known; over the levels of a field each figure adds up to 1.</summary>
/// <param name="Level">Name of the level; see the field's enumeration.</param>
/// <param name="Match">m: among records of one person.</param>
/// <param name="Stranger">u: among records of people who have nothing to do with each other.</param>
/// <param name="Relative">Among records of two people of one household.</param>
public sealed record LevelModel(string Level, double Match, double Stranger, double Relative);

/// <summary>The levels of one field, in order, without Missing.</summary>
public sealed record FieldModel(LinkField Field, IReadOnlyList<LevelModel> Levels);
