using System.Text;
using System.Text.Json;

namespace PdmpAnalytics.Nightly;

/// <summary>Tells the address in the settings of a night that is missing, or that nobody can say whether it is.</summary>
public sealed class NightWebhookService(NightlyOptions options)
{
    /// <summary>A monitor's cron must not wait for an alarm that does not answer. Our choice, 2026-11-22.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <returns>True when it was told, false when there is nobody to tell; refused when the address did not take it.</returns>
    public Task<Result<bool>> TellAsync(NightWatchVerdict verdict, CancellationToken cancellation = default) =>
        TellAsync(new Told(verdict.Expected, verdict.IsGood, verdict.Message), cancellation);

    /// <param name="message">What is wrong, apart from a night that was looked for: one sentence, with nothing about a person.</param>
    /// <returns>As for a missing night.</returns>
    public Task<Result<bool>> TellAsync(string message, CancellationToken cancellation = default) =>
        TellAsync(new Told(Expected: null, Good: false, message), cancellation);

    private async Task<Result<bool>> TellAsync(Told told, CancellationToken cancellation)
    {
        if (options.Webhook is null)
        {
            return false;
        }

        using var client = new HttpClient { Timeout = Patience };
        try
        {
            // As a text of known length: simple receivers read nothing of a body in chunks.
            using var body = new StringContent(JsonSerializer.Serialize(told, JsonSerializerOptions.Web), Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(options.Webhook, body, cancellation);
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
    /// <param name="Expected">The business date of the night that should be done; null when it is not about one.</param>
    private sealed record Told(DateOnly? Expected, bool Good, string Message);
}
