using System.Net;
using System.Net.Sockets;
using System.Text;
using PdmpAnalytics.Nightly;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Nightly;

public class NightWebhookServiceTests
{
    private static readonly NightWatchVerdict Missing = new(new DateOnly(2026, 5, 31), IsGood: false, "The night of 2026-05-31 is not done.");

    [Theory]
    [InlineData(200, null)]
    [InlineData(503, "answered 503")]
    public async Task MissingNight_IsPostedAsJson(int status, string? refusal)
    {
        using var alarm = new HttpListener();
        var address = new Uri($"http://127.0.0.1:{FreePort()}/alarm/");
        alarm.Prefixes.Add(address.ToString());
        alarm.Start();
        var telling = new NightWebhookService(new NightlyOptions { Webhook = address }).TellAsync(Missing);

        var asked = await alarm.GetContextAsync();
        using var body = new StreamReader(asked.Request.InputStream, Encoding.UTF8);
        var json = await body.ReadToEndAsync();
        asked.Response.StatusCode = status;
        asked.Response.Close();

        Assert.Equal(Encoding.UTF8.GetByteCount(json), asked.Request.ContentLength64);
        Assert.Equal("application/json", asked.Request.ContentType?.Split(';')[0]);
        Assert.Equal("""{"expected":"2026-05-31","good":false,"message":"The night of 2026-05-31 is not done."}""", json);
        var told = await telling;
        Assert.Equal(refusal is null, told.Succeeded && told.Value);
        Assert.Contains(refusal ?? "", told.Refusal?.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddressWhereNobodyListens_IsNoError()
    {
        var told = await new NightWebhookService(new NightlyOptions { Webhook = new Uri($"http://127.0.0.1:{FreePort()}/") }).TellAsync(Missing);

        Assert.Contains("cannot be reached", told.Refusal?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAnAddress_NobodyIsTold() => Assert.False((await new NightWebhookService(new NightlyOptions()).TellAsync(Missing)).Value);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
