using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Practices;
using Xunit;

namespace PdmpAnalytics.Tests.Practices;

public class DispenserGroupingTests
{
    /// <summary>Places on one meridian: a degree of latitude is 69.1 miles, so 0.1 is 6.9.</summary>
    private static readonly ZipCentroids Zips = new([(40001, 38.0, -85), (40002, 38.1, -85), (40003, 38.2, -85), (40004, 39, -85)]);

    [Fact]
    public void ChainStoresWithinTenMiles_CountOnce() =>
        Assert.Equal([1, 1, 3], Group(Store(1, 40001), Store(2, 40002), Store(3, 40004)));

    [Fact]
    public void ChainStoresFromDoorToDoor_DoNotMakeOneOfTheWholeCity() =>
        Assert.Equal([1, 1, 3], Group(Store(1, 40001), Store(2, 40002), Store(3, 40003)));

    [Fact]
    public void StoreOutsideAChain_StandsAlone() =>
        Assert.Equal([1, 2], Group(Store(1, 40001) with { Chain = null }, Store(2, 40001) with { Chain = null }));

    [Fact]
    public void AnotherChainsName_StandsAlone() =>
        Assert.Equal([1, 2], Group(Store(1, 40001), Store(2, 40001) with { Name = "HILL DRUG #2" }));

    [Fact]
    public void UnknownZip_StandsAlone() =>
        Assert.Equal([1, 2], Group(Store(1, 40001), Store(2, 99999)));

    [Fact]
    public void SameValidNumberInOneZip_IsOneDispenser_ElsewhereItIsNot() =>
        Assert.Equal(
            [1, 1, 3],
            Group(
                new(1, "BS2048711", "1000000012", null, "A", null, 40001),
                new(2, null, "1000000012", null, "B", null, 40001),
                new(3, null, "1000000012", null, "B", null, 40002)));

    [Fact]
    public void InvalidNumbers_JoinNobody() =>
        Assert.Equal([1, 2], Group(new(1, "AP5836728", "1234567890", "12", "A", null, 40001), new(2, "AP5836728", "1234567890", "12", "A", null, 40001)));

    private static DispenserIdentity Store(int id, int zip) => new(id, null, null, null, $"Valley Rx #{id}", $"{id}", zip);

    private static IEnumerable<int> Group(params DispenserIdentity[] rows)
    {
        var groups = DispenserGrouping.Group(rows, Zips);
        return rows.Select(r => groups[r.Id]);
    }
}
