using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Playwright;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;

namespace PdmpAnalytics.BrowserTests;

/// <summary>The web host on a port of its own over the prepared store, and a browser to look at it.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private readonly WebApplicationFactory<Program> _factory;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private RunningHost(TestDatabase database, WebApplicationFactory<Program> factory, IPlaywright playwright, IBrowser browser)
    {
        (Database, _factory, _playwright, _browser) = (database, factory, playwright, browser);
        Address = factory.ClientOptions.BaseAddress;
    }

    public TestDatabase Database { get; }

    public Uri Address { get; }

    public IServiceProvider Services => _factory.Services;

    public static async Task<RunningHost> StartAsync(StorageProvider provider = StorageProvider.Sqlite, params (string Name, string Value)[] settings)
    {
        var database = await PreparedStore.CreateAsync(provider);
        var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Production"); // as it is run, and without the helpers of development
            host.UseSetting("database", database.Options.ConnectionString);
            host.UseSetting("urls", "http://127.0.0.1:0");
            host.UseSetting("Accounts:SignInsPerMinute", "1000");
            foreach (var (name, value) in settings)
            {
                host.UseSetting(name, value);
            }
        });
        factory.UseKestrel(0);
        factory.StartServer();
        var playwright = await Playwright.CreateAsync();
        return new RunningHost(database, factory, playwright, await Chromium.LaunchAsync(playwright));
    }

    /// <summary>A window with nothing in it yet: cookies and storage of its own.</summary>
    public async Task<IPage> OpenAsync(int width = 1280, int height = 800, ColorScheme theme = ColorScheme.Light)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address.ToString(),
            ColorScheme = theme,
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        return await context.NewPageAsync();
    }

    /// <summary>A window of somebody who signed in with the keyboard.</summary>
    public async Task<IPage> SignedInAsync(Person person, int width = 1280, int height = 800, ColorScheme theme = ColorScheme.Light)
    {
        var page = await OpenAsync(width, height, theme);
        await page.GotoAsync("/");
        await page.SignInAsync(person);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _factory.DisposeAsync();
        await Database.DisposeAsync();
    }
}
