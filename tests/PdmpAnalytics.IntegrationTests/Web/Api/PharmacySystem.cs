using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Api;

/// <summary>A pharmacy's system with a key of its own, over a host with one patient whose supply runs today.</summary>
internal sealed class PharmacySystem(WebHost host, HttpClient client) : IAsyncDisposable
{
    /// <summary>The person of <see cref="CsvRow.Sound"/>.</summary>
    public const string Alice = """{"lastName":"Testpatient","firstName":"Alice","birthDate":"1980-02-14"}""";

    public const string AskAlice = $$"""{"patient":{{Alice}},"purpose":"dispensing"}""";

    public static readonly DateOnly Today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    public WebHost Host => host;

    public HttpClient Client => client;

    public static async Task<PharmacySystem> ConnectAsync(
        StorageProvider provider = StorageProvider.Sqlite, ApiScope scopes = ApiScope.All, int rate = 0, params (string Name, string Value)[] settings)
    {
        var host = await WebHost.StartAsync(provider, settings);
        var filled = Today.AddDays(-10).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var system = new PharmacySystem(host, await ClientAsync(host, "FP1234563", scopes, rate));
        await system.LoadAsync(CsvRow.Sound.With("date_filled", filled).With("date_written", filled));
        return system;
    }

    public async Task LoadAsync(params CsvRow[] rows)
    {
        var outcome = await host.Services.GetRequiredService<SubmissionService>().LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(CsvRow.File(rows))), "rows.csv");
        Assert.Equal(SubmissionResult.Accepted, outcome.Result);
    }

    /// <summary>Another pharmacy's system.</summary>
    public Task<HttpClient> OtherAsync(string facility) => ClientAsync(host, facility, ApiScope.All, 0);

    public async Task<(int Status, JsonElement Body)> PostAsync(string address, string json, string contentType = "application/json", string? idempotencyKey = null, HttpClient? by = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative));
        request.Content = new StringContent(json, Encoding.UTF8);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        using var answer = await (by ?? client).SendAsync(request);
        return ((int)answer.StatusCode, await BodyAsync(answer));
    }

    public static async Task<JsonElement> BodyAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    public static async Task<JsonDocument> BodyOfAsync(HttpClient client, string address) =>
        JsonDocument.Parse(await client.GetStringAsync(new Uri(address, UriKind.Relative)));

    public async Task<List<PatientDisclosure>> DisclosuresAsync()
    {
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<PdmpDbContext>>().CreateDbContextAsync();
        return await db.Set<PatientDisclosure>().OrderBy(d => d.Id).ToListAsync();
    }

    private static async Task<HttpClient> ClientAsync(WebHost host, string facility, ApiScope scopes, int rate)
    {
        var issued = await host.Services.GetRequiredService<ApiKeyService>().AddAsync(new ApiKeyTerms("system", facility, scopes) { RatePerMinute = rate }, "test");
        var client = host.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", issued.Value.Token);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await host.DisposeAsync();
    }
}
