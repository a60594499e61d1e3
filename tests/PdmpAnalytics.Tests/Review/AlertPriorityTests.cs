using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Review;
using Xunit;

namespace PdmpAnalytics.Tests.Review;

public class AlertPriorityTests
{
    private static readonly PriorityInputs Plain = new(Severity.Medium, 1, 3, FillContext.None, 1);

    [Fact]
    public void EachInput_MovesThePriorityInItsDirection()
    {
        var plain = AlertPriority.Of(Plain);
        Assert.True(AlertPriority.Of(Plain with { Severity = Severity.High }) > plain);
        Assert.True(AlertPriority.Of(Plain with { NotableRules = 2 }) > plain);
        Assert.True(AlertPriority.Of(Plain with { Anomaly = 4 }) > plain);
        Assert.True(AlertPriority.Of(Plain with { Exemptions = FillContext.Cancer }) < plain);
        Assert.True(AlertPriority.Of(Plain with { IdentityConfidence = 0.9 }) < plain);
    }

    [Fact]
    public void ContextThatExemptsNothing_ChangesNothing() =>
        Assert.Equal(AlertPriority.Of(Plain), AlertPriority.Of(Plain with { Exemptions = FillContext.Seizure | FillContext.DiscountCard }));

    [Fact]
    public void UnsureIdentityWithLittleElse_NeverGoesBelowZero() =>
        Assert.Equal(0, AlertPriority.Of(new PriorityInputs(Severity.Info, 0, 0, FillContext.None, 0.5)));
}
