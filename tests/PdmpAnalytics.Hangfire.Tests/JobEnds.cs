using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;

namespace PdmpAnalytics.Hangfire.Tests;

/// <summary>Waits for ends of jobs of some hosts' storages: filters of Hangfire are the process's.</summary>
internal sealed class JobEnds : JobFilterAttribute, IApplyStateFilter, IDisposable
{
    private readonly JobStorage[] _storages;
    private readonly SemaphoreSlim _ended = new(0);
    private int _failed;

    public JobEnds(params JobStorage[] storages)
    {
        _storages = storages;
        GlobalJobFilters.Filters.Add(this);
    }

    /// <summary>Waits for one more job to end; it must have ended well.</summary>
    public async Task OneAsync()
    {
        await _ended.WaitAsync();
        Xunit.Assert.Equal(0, _failed);
    }

    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        if (_storages.Contains(context.Storage) && context.NewState is SucceededState or FailedState or ScheduledState)
        {
            _failed += context.NewState is SucceededState ? 0 : 1;
            _ended.Release();
        }
    }

    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
    }

    public void Dispose()
    {
        GlobalJobFilters.Filters.Remove(this);
        _ended.Dispose();
    }
}
