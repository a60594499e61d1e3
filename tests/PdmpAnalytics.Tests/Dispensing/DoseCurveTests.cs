using PdmpAnalytics.Dispensing;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Dispensing;

public class DoseCurveTests
{
    [Fact]
    public void TwoSedatives_DaysAddUp_AndTheCurveEndsWithTheLastSupply()
    {
        var curve = Curve(DoseKind.Lme, asOf: 12, """
            filled | drug            | qty | days
            0      | lorazepam 1 mg  | 10  | 10
            5      | alprazolam 1 mg | 10  | 10
            """)!;

        Assert.Equal(History.Day(0), curve.FirstDay);
        Assert.Equal([1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2], curve.Doses);
        Assert.Equal("VA2021", curve.Edition);
        Assert.Equal(0, curve.On(History.Day(-1)));
        Assert.Equal(3, curve.On(History.Day(9)));
        Assert.Equal(0, curve.On(History.Day(15)));
    }

    [Fact]
    public void NoOpioid_NoCurveOfMorphineEquivalents() => Assert.Null(Curve(DoseKind.Mme, asOf: 12, """
        filled | drug            | qty | days
        0      | lorazepam 1 mg  | 10  | 10
        """));

    [Fact]
    public void OtherEdition_NamedAndComputedBy()
    {
        var history = History.Of(
            """
            filled | drug             | qty | days
            0      | tramadol 50 mg   | 40  | 10
            """,
            new Equivalents(MorphineEquivalenceSet.Cdc2016, SedativeEquivalenceSet.VA2021)).AsOf(3);

        var curve = DoseCurve.Of(history, DoseKind.Mme)!;

        Assert.Equal("CDC2016", curve.Edition);
        Assert.Equal(20, curve.Doses[0], 9);
    }

    private static DoseCurve? Curve(DoseKind kind, int asOf, string table) => DoseCurve.Of(History.Of(table).AsOf(asOf), kind);
}
