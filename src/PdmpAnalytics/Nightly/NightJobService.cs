namespace PdmpAnalytics.Nightly;

/// <summary>A scheduled night that did not end well; the scheduler notes it and tries again.</summary>
public sealed class NightNotDoneException(string message) : Exception(message);

/// <summary>The body of the job that every scheduler runs: the night that is due now, and those missed before it.</summary>
public sealed class NightJobService(NightlyRunner runner, NightReportFileService files, NightlyOptions options, TimeProvider clock)
{
    /// <summary>Name of the job in every scheduler.</summary>
    public const string Name = "night";

    /// <summary>Tries after the first, and the minutes between them. Our choice, 2026-11-22: a database that restarts is back within these.</summary>
    public static IReadOnlyList<int> RetryMinutes { get; } = [5, 15, 60];

    /// <summary>
    /// A firing this early is for the night it announces: a host whose clock is ahead may give the job to one whose clock is behind.
    /// Our choice, 2026-11-22: time services keep machines within it.
    /// </summary>
    public static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(1);

    /// <summary>Throws <see cref="NightNotDoneException"/> when the night failed or another run has it at hand.</summary>
    /// <param name="early">How much before its hour a night may begin; <see cref="ClocksDiffer"/> where one machine's clock fires and another's is read.</param>
    public async Task RunAsync(TimeSpan early = default, CancellationToken cancellation = default)
    {
        var schedule = options.Schedule ?? throw new InvalidOperationException("This host is not set up to begin nights.");
        var run = await runner.RunAsync(new NightRequest(schedule.Due(clock.GetUtcNow() + early), options.Inbox), progress: null, cancellation);
        if (options.Reports is { } folder)
        {
            await files.WriteMissingAsync(folder, cancellation);
        }

        if (run.Refusal is { } refusal)
        {
            throw new NightNotDoneException(refusal.Message);
        }

        if (!run.Value.Succeeded)
        {
            throw new NightNotDoneException(run.Value.Overtaken
                ? "Another run took the night over and goes on with it."
                : $"The night of {run.Value.Failed:yyyy-MM-dd} failed; pdmp nights show says where.");
        }
    }
}
