using System.Globalization;

namespace PdmpAnalytics.Review;

/// <summary>How much of an alert's evidence hangs on the weakest link that holds its patient's records together.</summary>
/// <param name="Probability">That the two records of the link are one person's.</param>
/// <param name="RecordA">Patient record id.</param>
/// <param name="RecordB">Patient record id.</param>
/// <param name="Fills">Fills of the evidence that would be another person's without the link.</param>
/// <param name="StandsWithout">True when the alert would be there without them.</param>
public sealed record UncertainLink(double Probability, long RecordA, long RecordB, int Fills, bool StandsWithout)
{
    /// <summary>In one sentence, without identity.</summary>
    /// <param name="evidence">All fills behind the findings.</param>
    public string Sentence(int evidence) =>
        string.Create(CultureInfo.InvariantCulture, $"{Fills} of {evidence} fills rest on one link of {Probability:0.00##} (records {RecordA} and {RecordB}); ")
        + (StandsWithout ? "without it the alert would still stand." : "without it the alert would not stand.");
}
