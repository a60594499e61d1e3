using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Nightly;

/// <summary>A lease while it is held: renews itself, and gives itself back when disposed (a part of the shell <see cref="LeaseService"/>).</summary>
public sealed partial class HeldLease : IAsyncDisposable
{
    /// <summary>Renewals in the length of a lease: two may fail before it ends. Our choice, 2026-11-22.</summary>
    private const int RenewalsEach = 3;

    private readonly WriteRight _right;
    private readonly IDbContextFactory<PdmpDbContext> _contexts;
    private readonly TimeSpan _every;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Task _renewing;

    internal HeldLease(WriteRight right, IDbContextFactory<PdmpDbContext> contexts, TimeSpan lasts, TimeProvider clock, ILogger log)
    {
        (_right, _contexts, _every, _clock, _log) = (right, contexts, lasts / RenewalsEach, clock, log);
        _renewing = RenewAsync();
    }

    /// <summary>Counts takings of this lease.</summary>
    public long Fence => _right.Fence;

    /// <summary>Cancelled when another took over: what runs on would be refused at its next commit.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>What the caller and all it calls commit from here on needs the lease. To be disposed in the same method.</summary>
    public IDisposable Enter() => CommitFence.Enter(_right);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _renewing;
        await GiveBackAsync();
        _ended.Dispose();
        _lost.Dispose();
    }

    private async Task RenewAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(_every, _clock, _ended.Token);
                if (!await RenewOnceAsync(_ended.Token))
                {
                    LogLost(_right.Fence);
                    await _lost.CancelAsync();
                    return;
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception fault) when (DatabaseFault.Of(fault) is not null)
            {
                // Tried again in a moment; whether the lease is still ours is settled at the next commit.
                LogNotRenewed(fault.GetType().Name);
            }
        }
    }

    private async Task<bool> RenewOnceAsync(CancellationToken cancellation)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellation);
        await db.Database.OpenConnectionAsync(cancellation);
        await using var renewal = CommitFence.Renewal(db.Database.GetDbConnection(), transaction: null, _right);
        return await renewal.ExecuteNonQueryAsync(cancellation) > 0;
    }

    /// <summary>Also after a failure of the database, when the lease simply ends by itself.</summary>
    private async Task GiveBackAsync()
    {
        try
        {
            await using var db = await _contexts.CreateDbContextAsync();
            await db.Database.OpenConnectionAsync();
            await using var command = CommitFence.Return(db.Database.GetDbConnection(), _right);
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception fault) when (DatabaseFault.Of(fault) is not null)
        {
            LogNotRenewed(fault.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease under number {Fence} was taken over by another run")]
    private partial void LogLost(long fence);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease could not be renewed just now ({Kind})")]
    private partial void LogNotRenewed(string kind);
}
