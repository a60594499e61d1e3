using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace PdmpAnalytics.Benchmarks.QueueLoad;

/// <summary>
/// An analyst in front of a browser, as requests: signs in, opens the queue, filters, turns the page, opens an alert, claims and concludes, and goes
/// on with the alert that comes next. Between two requests there is time to look.
/// </summary>
/// <param name="filters">Queries of the queue's address to choose from.</param>
/// <param name="look">Mean time between an answer and the next request.</param>
internal sealed partial class AnalystAtWork(
    Uri host, string name, string password, IReadOnlyList<string> filters, TimeSpan look, Random random, LoadTimes times) : IDisposable
{
    /// <summary>Alerts that are worked off before the queue is looked at again (our choice, 2026-11-22).</summary>
    private const int AlertsInARow = 5;

    /// <summary>Nobody pages further (our choice, 2026-11-22); the first of the list are most asked for.</summary>
    private const int Pages = 10;

    private readonly HttpClient _client = new(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = host };

    public void Dispose() => _client.Dispose();

    public async Task SignInAsync(CancellationToken end)
    {
        var page = await _client.GetStringAsync(new Uri("/sign-in", UriKind.Relative), end);
        await PostAsync(Wait.SignIn, "/sign-in", page, end, ("name", name), ("password", password));
    }

    /// <summary>Works until told to stop; what is under way is finished first.</summary>
    public async Task WorkAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await LookAsync(end);
            await GetAsync(Wait.Queue, "/queue/review", fragment: false);
            await LookAsync(end);
            await GetAsync(Wait.Filter, $"/queue/review?{filters[random.Next(filters.Count)]}", fragment: true);
            await LookAsync(end);
            var list = await GetAsync(Wait.Page, FormattableString.Invariant($"/queue/review?is=unclaimed&page={random.Next(1, Pages + 1)}"), fragment: true);
            var rows = AlertLink().Matches(list);
            if (rows.Count == 0)
            {
                continue;
            }

            await LookAsync(end);
            await WorkFromAsync(WebUtility.HtmlDecode(rows[random.Next(rows.Count)].Groups[1].Value), end);
        }
    }

    private async Task WorkFromAsync(string address, CancellationToken end)
    {
        var alert = await GetAsync(Wait.Alert, address, fragment: false);
        for (var i = 0; i < AlertsInARow && !end.IsCancellationRequested; i++)
        {
            await LookAsync(end);
            var claimed = await StepAsync(Wait.Claim, "claim", alert);
            await LookAsync(end);
            var next = claimed is null ? null : await StepAsync(Wait.Next, "conclude", claimed, ("disposition", "LowConcern"));
            if (next is null)
            {
                return;
            }

            alert = next;
        }
    }

    /// <summary>The page that follows a step; null when it was refused.</summary>
    private async Task<string?> StepAsync(Wait wait, string step, string page, params (string Name, string Value)[] fields)
    {
        var form = Regex.Match(page, $"action=\"(/alerts/\\d+/{step}[^\"]*)\"");
        if (!form.Success)
        {
            times.Refuse();
            return null;
        }

        var version = Version().Match(page).Groups[1].Value;
        return await PostAsync(wait, WebUtility.HtmlDecode(form.Groups[1].Value), page, CancellationToken.None, [.. fields, ("version", version)]);
    }

    private async Task LookAsync(CancellationToken end)
    {
        try
        {
            await Task.Delay(look * (2 * random.NextDouble()), end);
        }
        catch (OperationCanceledException)
        {
            // The time is up.
        }
    }

    private Task<string> GetAsync(Wait wait, string address, bool fragment) => SendAsync(wait, HttpMethod.Get, address, null, fragment, CancellationToken.None)!;

    private async Task<string?> PostAsync(Wait wait, string address, string page, CancellationToken end, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(page).Groups[1].Value;
        using var form = new FormUrlEncodedContent(
            fields.Select(f => KeyValuePair.Create(f.Name, f.Value)).Append(KeyValuePair.Create("__RequestVerificationToken", token)));
        return await SendAsync(wait, HttpMethod.Post, address, form, fragment: wait != Wait.SignIn, end);
    }

    /// <summary>Timed until the last byte of the page that is shown in the end, redirects included.</summary>
    private async Task<string?> SendAsync(Wait wait, HttpMethod method, string address, HttpContent? content, bool fragment, CancellationToken end)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative)) { Content = content };
        if (fragment)
        {
            request.Headers.Add("HX-Request", "true");
        }

        var clock = Stopwatch.StartNew();
        using var answer = await _client.SendAsync(request, end);
        var text = await answer.Content.ReadAsStringAsync(end);
        times.Add(wait, clock.Elapsed.TotalMilliseconds);
        switch (answer.StatusCode)
        {
            case HttpStatusCode.OK:
                return text;
            case HttpStatusCode.Conflict:
                times.Refuse();
                return null;
            default:
                times.Fail($"{method} {address}: {(int)answer.StatusCode}");
                return method == HttpMethod.Get ? "" : null;
        }
    }

    [GeneratedRegex("""href="(/alerts/\d+[^"]*)" data-row""")]
    private static partial Regex AlertLink();

    [GeneratedRegex("""name="version" value="(\d+)""")]
    private static partial Regex Version();

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)""")]
    private static partial Regex Token();
}
