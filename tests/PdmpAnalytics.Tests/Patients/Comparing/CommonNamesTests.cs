using PdmpAnalytics.Patients.Comparing;
using Xunit;

namespace PdmpAnalytics.Tests.Patients.Comparing;

public class CommonNamesTests
{
    [Theory]
    [InlineData(LinkTerm.LastName, "SMITH", 0.0082819)]
    [InlineData(LinkTerm.LastName, "GARCIA", 0.0039532)]
    [InlineData(LinkTerm.FirstName, "MARY", 0.02629)]
    [InlineData(LinkTerm.FirstName, "JAMES", 0.03318)]
    [InlineData(LinkTerm.FirstName, "SMITH", 0)]
    [InlineData(LinkTerm.LastName, "QUAICOE", 0)]
    [InlineData(LinkTerm.Zip, "SMITH", 0)]
    public void Share_IsThatOfTheCensus(LinkTerm term, string name, double share) => Assert.Equal(share, CommonNames.ShareOf(term, name), 9);
}
