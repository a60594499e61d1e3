namespace PdmpAnalytics.Lookup.Disclosure;

/// <summary>
/// Lets callers that come while one write runs share the next one, so that a queue at the end of the audit chain costs one transaction
/// and not one each. Each caller waits until its own item is written, and gets the failure of its own item alone.
/// </summary>
/// <param name="write">Writes all of some items or, by an exception, none.</param>
internal sealed class SharedWrites<T>(Func<IReadOnlyList<T>, Task> write)
{
    private readonly Lock _gate = new();
    private List<Waiting> _waiting = [];
    private bool _writing;

    /// <summary>Ends when the item is written.</summary>
    public Task WriteAsync(T item)
    {
        var waiting = new Waiting(item, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            _waiting.Add(waiting);
            if (_writing)
            {
                return waiting.Written.Task;
            }

            _writing = true;
        }

        _ = WriteWaitingAsync();
        return waiting.Written.Task;
    }

    private async Task WriteWaitingAsync()
    {
        while (Take() is { Count: > 0 } items)
        {
            // One that cannot be written must not keep the others from being written.
            if (!await TryAsync(items, tell: items.Count == 1))
            {
                foreach (var item in items.Count == 1 ? [] : items)
                {
                    await TryAsync([item], tell: true);
                }
            }
        }
    }

    private List<Waiting> Take()
    {
        lock (_gate)
        {
            var items = _waiting;
            _waiting = [];
            _writing = items.Count > 0;
            return items;
        }
    }

    /// <param name="tell">Whether a failure is told to those who wait.</param>
    private async Task<bool> TryAsync(List<Waiting> items, bool tell)
    {
        try
        {
            await write(items.ConvertAll(w => w.Item));
        }
#pragma warning disable CA1031 // Whatever it is, those who wait get it; nobody else would see it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            if (tell)
            {
                items.ForEach(w => w.Written.SetException(failure));
            }

            return false;
        }

        items.ForEach(w => w.Written.SetResult());
        return true;
    }

    private sealed record Waiting(T Item, TaskCompletionSource Written);
}
