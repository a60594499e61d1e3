using PdmpAnalytics.Web.Security;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web;

public class ReturnAddressTests
{
    [Theory]
    [InlineData("/queue/review?is=mine", "/queue/review?is=mine")]
    [InlineData("/", "/")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("queue", "/")]
    [InlineData("//elsewhere.example/x", "/")]
    [InlineData("/\\elsewhere.example", "/")]
    [InlineData("/\t/elsewhere.example", "/")]
    [InlineData("https://elsewhere.example", "/")]
    public void Local_IsAPageOfThisHost(string? asked, string expected) => Assert.Equal(expected, ReturnAddress.Local(asked));
}
