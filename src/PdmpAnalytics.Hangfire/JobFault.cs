using PdmpAnalytics.Nightly;

namespace PdmpAnalytics.Hangfire;

/// <summary>Keeps texts of unknown exceptions, which may quote the data that caused them, out of Hangfire's tables and pages.</summary>
internal static class JobFault
{
    /// <summary>Runs a job; whatever it fails with but a night not done is thrown as that, with nothing but its kind.</summary>
    public static async Task WithoutDetailsAsync(Func<Task> job)
    {
        try
        {
            await job();
        }
        catch (Exception fault) when (fault is not NightNotDoneException and not OperationCanceledException)
        {
            throw new NightNotDoneException($"The job ended with {fault.GetType().Name}; the log of the host has more.");
        }
    }
}
