namespace PdmpAnalytics.Lookup;

/// <summary>
/// Ends an answer that takes longer than a counter can wait: whoever asked is told that nothing is available now, instead of waiting for a
/// database that is locked, slow or moving. What was begun is given up, and nothing of it leaves.
/// </summary>
public sealed class LookupDeadlineService(LookupOptions options, TimeProvider clock)
{
    /// <summary>What is done for the first time in a process is compiled and read first. Our choice, 2026-11-22, as the number of questions.</summary>
    private const int FirstTimeTakes = 10;
    private const int FirstQuestions = 2;

    private int _asked;

    /// <summary>The answer, or <see cref="TimeoutException"/> when it was not there in time.</summary>
    /// <param name="answer">Gets a token that is cancelled at the deadline, too.</param>
    public Task<T> KeepAsync<T>(Func<CancellationToken, Task<T>> answer, CancellationToken cancellation)
    {
        var isFirst = Volatile.Read(ref _asked) < FirstQuestions && Interlocked.Increment(ref _asked) <= FirstQuestions;
        return WithinAsync(answer, isFirst ? options.Deadline * FirstTimeTakes : options.Deadline, cancellation);
    }

    private async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> answer, TimeSpan deadline, CancellationToken cancellation)
    {
        // Not disposed here: work that is given up may still look at the token.
        var late = new CancellationTokenSource(deadline, clock);
        var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);

        // SQLite answers on the thread that asks, which would wait with it for the lock of another process.
        var work = Task.Run(() => answer(either.Token), either.Token);
        _ = work.ContinueWith(
            static (ended, sources) =>
            {
                _ = ended.Exception; // told to whoever waits; nobody waits for what was given up
                foreach (var source in (CancellationTokenSource[])sources!)
                {
                    source.Dispose();
                }
            },
            new[] { either, late }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            return await work.WaitAsync(deadline, clock, cancellation);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException("The look-up was given up at its deadline.");
        }
    }
}
