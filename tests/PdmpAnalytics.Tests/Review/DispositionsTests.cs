using PdmpAnalytics.Review;
using Xunit;

namespace PdmpAnalytics.Tests.Review;

public class DispositionsTests
{
    [Fact]
    public void Code_ReadsBackInAnyCase() => Assert.All(Enum.GetValues<Disposition>(), disposition =>
    {
        Assert.True(Dispositions.TryParse(disposition.Code().ToLowerInvariant(), out var parsed));
        Assert.Equal(disposition, parsed);
    });

    [Theory]
    [InlineData("Klingon")]
    [InlineData("")]
    [InlineData(null)]
    public void UnknownCode_IsNotADisposition(string? code) => Assert.False(Dispositions.TryParse(code, out _));

    [Theory]
    [InlineData(Disposition.Monitor90Days, DispositionLabel.Positive)]
    [InlineData(Disposition.LowConcern, DispositionLabel.Negative)]
    [InlineData(Disposition.FalsePositiveVeterinary, DispositionLabel.Negative)]
    [InlineData(Disposition.FalsePositiveDataError, DispositionLabel.Ignored)]
    [InlineData(Disposition.FalsePositiveIdentitySplit, DispositionLabel.Ignored)]
    public void Label_FollowsTheReference(Disposition disposition, DispositionLabel expected) => Assert.Equal(expected, disposition.Label());

    [Theory]
    [InlineData(Disposition.FalsePositiveOncology, true)]
    [InlineData(Disposition.FalsePositiveLegitimateComplex, true)]
    [InlineData(Disposition.LowConcern, true)]
    [InlineData(Disposition.Duplicate, true)]
    [InlineData(Disposition.Monitor90Days, false)]
    [InlineData(Disposition.LetterSent, false)]
    [InlineData(Disposition.Withdrawn, false)]
    public void Suppression_HoldsForConclusionsThatAskForNothing(Disposition disposition, bool expected) =>
        Assert.Equal(expected, disposition.Suppresses());
}
