namespace PdmpAnalytics.Detection.Scoring.Tables;

/// <summary>Scores every row of a table without labels.</summary>
public interface IScoringEngine
{
    /// <summary>One score a row; higher is more unusual. Equal tables get equal scores.</summary>
    double[] Score(NumericTable table);
}
