using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web;

/// <summary>The web host over a database of its own.</summary>
internal sealed partial class WebHost : IAsyncDisposable
{
    /// <summary>Password of every account made here.</summary>
    public const string Password = "four blue kettles boil";

    private readonly WebApplicationFactory<Program> _factory;

    private WebHost(TestDatabase database, WebApplicationFactory<Program> factory) => (Database, _factory) = (database, factory);

    public TestDatabase Database { get; }

    /// <summary>The host's own services.</summary>
    public IServiceProvider Services => _factory.Services;

    public UserService Users => Services.GetRequiredService<UserService>();

    /// <param name="settings">Configuration, as name and value.</param>
    public static async Task<WebHost> StartAsync(StorageProvider provider = StorageProvider.Sqlite, params (string Name, string Value)[] settings)
    {
        var database = await TestDatabase.CreateAsync(provider);
        return new WebHost(database, Factory(database, settings));
    }

    /// <summary>Another host over the same database, to be disposed first.</summary>
    public WebHost Beside(params (string Name, string Value)[] settings) => new(Database, Factory(Database, settings)) { _isGuest = true };

    /// <summary>A host with another clock over a database that is somebody else's to dispose.</summary>
    public static WebHost Over(TestDatabase database, TimeProvider clock) => new(
        database, Factory(database, []).WithWebHostBuilder(host => host.ConfigureTestServices(services => services.AddSingleton(clock))))
    {
        _isGuest = true,
    };

    private bool _isGuest;

    private static WebApplicationFactory<Program> Factory(TestDatabase database, (string Name, string Value)[] settings) =>
        new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Production"); // as it is run, and without the helpers of development
            host.UseSetting("database", database.Options.ConnectionString);
            host.UseSetting("Lookup:Deadline", "00:00:20"); // many hosts share the machine here; what it is for is tested by its own setting
            foreach (var (name, value) in settings)
            {
                host.UseSetting(name, value);
            }
        });

    /// <summary>Nobody in particular; redirects are not followed.</summary>
    public HttpClient Client() => _factory.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    public async Task AddAccountAsync(string name, params AccountRole[] roles)
    {
        var added = await Users.AddAsync(name, roles, Password, "test");
        Assert.Null(added.Refusal);
    }

    /// <summary>A new account with these roles, signed in.</summary>
    public async Task<HttpClient> SignedInAsync(params AccountRole[] roles)
    {
        var name = $"user-{Guid.NewGuid():N}"[..16];
        await AddAccountAsync(name, roles);
        var client = Client();
        var answer = await SignInAsync(client, name);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return client;
    }

    public static Task<HttpResponseMessage> SignInAsync(HttpClient client, string name, string password = Password) =>
        PostAsync(client, "/sign-in", "/sign-in", ("name", name), ("password", password));

    /// <summary>Sends a form of a page as a browser would, with the page's antiforgery token.</summary>
    /// <param name="page">The page that has the form.</param>
    public static async Task<HttpResponseMessage> PostAsync(HttpClient client, string page, string address, params (string Name, string Value)[] fields)
    {
        var html = await client.GetStringAsync(new Uri(page, UriKind.Relative));
        var token = Token().Match(html).Groups[1].Value;
        var form = fields.Select(f => KeyValuePair.Create(f.Name, f.Value)).Append(KeyValuePair.Create("__RequestVerificationToken", token));
        using var content = new FormUrlEncodedContent(form);
        return await client.PostAsync(new Uri(address, UriKind.Relative), content);
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        if (!_isGuest)
        {
            await Database.DisposeAsync();
        }
    }

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)""")]
    private static partial Regex Token();
}
