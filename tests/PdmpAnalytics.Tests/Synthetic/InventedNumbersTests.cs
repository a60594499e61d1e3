using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Synthetic;
using Xunit;

namespace PdmpAnalytics.Tests.Synthetic;

public class InventedNumbersTests
{
    private readonly RandomStream _random = new(5, 5);

    [Fact]
    public void DeaAndNpi_PassTheirChecks()
    {
        for (var i = 0; i < 500; i++)
        {
            Assert.True(DeaNumber.IsValid(InventedNumbers.Dea(_random, 'B', 'S')));
            Assert.True(Npi.IsValid(InventedNumbers.Npi(_random)));
        }
    }

    [Fact]
    public void Miskeyed_DiffersInOneDigitAndUsuallyFailsTheCheck()
    {
        var dea = InventedNumbers.Dea(_random, 'F', 'T');
        var wrong = Enumerable.Range(0, 200).Select(_ => InventedNumbers.Miskeyed(_random, dea)).ToArray();

        Assert.All(wrong, w => Assert.Equal(1, w.Zip(dea).Count(pair => pair.First != pair.Second)));
        Assert.InRange(wrong.Count(w => !DeaNumber.IsValid(w)), 170, 200);
    }

    [Fact]
    public void Phone_IsOfTheFictionalExchange() => Assert.Matches("^615555[0-9]{4}$", InventedNumbers.Phone(_random, "615"));
}
