using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using PdmpAnalytics.IntegrationTests.Cli;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.BrowserTests;

/// <summary>From the README to a reviewed alert, with the commands that stand there.</summary>
public partial class ReadmeTests
{
    [Fact]
    public async Task Newcomer_GetsFromDemoToAReviewedAlert()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        var text = await File.ReadAllTextAsync(RepositoryFiles.Path("README.md"));
        var commands = Block().Match(text).Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(["pdmp user add lea --role analyst --role lead", "pdmp-web"], commands);

        Assert.Equal(0, (await Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, "demo")).ExitCode);
        using var password = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Person.Password + "\n"));
        Assert.Equal(0, (await Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, password, commands[0].Split(' ')[1..])).ExitCode);
        var address = $"http://127.0.0.1:{FreePort()}";
        using var web = Start(database, address);
        try
        {
            await AnswersAsync(web, address);
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await Chromium.LaunchAsync(playwright);
            var page = await browser.NewPageAsync();
            await page.GotoAsync(address);
            await page.SignInAsync(Person.Lea);
            await page.OpenFirstAlertAsync();
            var id = await page.ShownAlertAsync();
            await page.KeysAsync("1", "3");
            await page.AwaitOtherAlertAsync(id);
            await using var db = database.Open();
            Assert.Equal(Disposition.FalsePositiveSamePractice, (await db.Set<ReviewDecision>().SingleAsync(d => d.AlertId == id)).Disposition);
        }
        finally
        {
            web.Kill();
            await web.WaitForExitAsync();
        }
    }

    private static Process Start(TestDatabase database, string address)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", RepositoryFiles.Path("artifacts", "bin", "PdmpAnalytics.Web", "release", "pdmp-web.dll"), "--urls", address])
        {
            WorkingDirectory = database.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PDMP_DATABASE"] = database.Options.ConnectionString;
        return Process.Start(start)!;
    }

    /// <summary>Reads what the host says until it listens.</summary>
    private static async Task AnswersAsync(Process web, string address)
    {
        while (await web.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains(address, StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new InvalidOperationException("The web host ended: " + await web.StandardError.ReadToEndAsync());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("## The queue in the browser\n.*?```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
