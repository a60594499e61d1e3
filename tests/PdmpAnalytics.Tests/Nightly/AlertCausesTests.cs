using PdmpAnalytics.Nightly;
using Xunit;

namespace PdmpAnalytics.Tests.Nightly;

public class AlertCausesTests
{
    [Theory]
    [InlineData(true, true, true, true, AlertCause.Linkage)]
    [InlineData(false, true, true, true, AlertCause.Data)]
    [InlineData(false, false, true, true, AlertCause.RuleSet)]
    [InlineData(false, false, false, true, AlertCause.Model)]
    [InlineData(false, false, false, false, AlertCause.Time)]
    public void NearestCause_IsTheCause(bool moved, bool reported, bool rules, bool figures, AlertCause expected) =>
        Assert.Equal(expected, new AlertCauses(rules, figures).Of(moved, reported));
}
