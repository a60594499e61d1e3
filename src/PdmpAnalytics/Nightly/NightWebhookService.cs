using System.Net.Http.Json;

namespace PdmpAnalytics.Nightly;

/// <summary>Tells the address in the settings of a night that is missing.</summary>
public sealed class NightWebhookService(NightlyOptions options)
{
    /// <summary>A monitor's cron must not wait for an alarm that does not answer. Our choice, 2026-11-22.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <returns>True when it was told, false when there is nobody to tell; refused when the address did not take it.</returns>
    public async Task<Result<bool>> TellAsync(NightWatchVerdict verdict, CancellationToken cancellation = default)
    {
        if (options.Webhook is null)
        {
            return false;
        }

        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await client.PostAsJsonAsync(
                options.Webhook, new Told(verdict.Expected, verdict.IsGood, verdict.Message), cancellation);
            return answer.IsSuccessStatusCode ? true : Untold($"answered {(int)answer.StatusCode}");
        }
        catch (HttpRequestException)
        {
            return Untold("cannot be reached");
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Untold("did not answer in time");
        }
    }

    private static Refusal Untold(string why) => new(RefusalReason.NotAllowed, $"The address in Nightly:Webhook {why}; nobody was told there.");

    /// <summary>What the address gets, as JSON.</summary>
    private sealed record Told(DateOnly Expected, bool Good, string Message);
}
