using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Nightly;

/// <summary>
/// Gives the one right to link, judge and run nights. A holder renews it; when it stops, another takes over after the lease's end,
/// or at once when the holder is a process of this machine that is gone. Who was overtaken cannot commit any more.
/// </summary>
public sealed partial class LeaseService(
    IDbContextFactory<PdmpDbContext> contexts, NightlyOptions options, TimeProvider clock, ILogger<LeaseService> log)
{
    /// <summary>The lease of everything that changes the queue by itself.</summary>
    public const string Night = "night";

    /// <summary>How the purposes of nights begin.</summary>
    private const string NightPurpose = "night ";

    /// <summary>Between two looks at a lease that another holds. Our choice, 2026-11-22.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Takes the lease. When another holds it, waits until its end as first seen, and takes over if it was not renewed by then.
    /// </summary>
    /// <param name="purpose">What for; shown to whoever is refused.</param>
    /// <returns>Refused with <see cref="RefusalReason.WrongState"/> when the holder lives.</returns>
    public async Task<Result<HeldLease>> TakeAsync(string purpose, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.Database.OpenConnectionAsync(cancellation);
        DateTimeOffset? seen = null;
        while (true)
        {
            var standing = await db.Set<RunLease>().AsNoTracking().SingleOrDefaultAsync(l => l.Name == Night, cancellation);
            var gone = standing is not null && LeaseHolder.IsGone(standing.Holder) ? standing.Fence : -1;
            if (await TryTakeAsync(db.Database.GetDbConnection(), purpose, gone, cancellation) is { } fence)
            {
                LogTaken(purpose, fence);
                return new HeldLease(new WriteRight(Night, fence), contexts, options.Lease, clock, log);
            }

            if (standing is null)
            {
                continue;
            }

            seen ??= standing.ExpiresAt;
            if (standing.ExpiresAt > seen)
            {
                return new Refusal(
                    RefusalReason.WrongState,
                    $"Another run is at work ({standing.Purpose}), and only one may change the queue at a time. Run this again when it has ended.");
            }

            await Task.Delay(options.Lease < LookEvery ? options.Lease / 4 : LookEvery, clock, cancellation);
        }
    }

    /// <summary>The lease for a night, and for those missed before it.</summary>
    public Task<Result<HeldLease>> TakeForNightAsync(DateOnly night, CancellationToken cancellation = default) =>
        TakeAsync(string.Create(CultureInfo.InvariantCulture, $"{NightPurpose}{night:yyyy-MM-dd}"), cancellation);

    /// <summary>The right of the run that has a night at hand; null when none has, or it stopped renewing its lease.</summary>
    internal static async Task<WriteRight?> NightAtWorkAsync(PdmpDbContext db, CancellationToken cancellation)
    {
        var fences = await db.Database.SqlQueryRaw<long>(Standing(db.Database.GetDbConnection()), Night, NightPurpose + "%")
            .ToListAsync(cancellation);
        return fences.Count == 0 ? null : new WriteRight(Night, fences[0]);
    }

    private static string Standing(DbConnection connection) =>
        $$"""SELECT fence AS "Value" FROM run_leases WHERE name = {0} AND purpose LIKE {1} AND expires_at > {{CommitFence.Now(connection)}}""";

    /// <returns>The number of the taking; null when it is held.</returns>
    private async Task<long?> TryTakeAsync(DbConnection connection, string purpose, long gone, CancellationToken cancellation)
    {
        await using var take = connection.CreateCommand();
        take.CommandText =
            $"""
            INSERT INTO run_leases (name, fence, purpose, holder, lasts_seconds, expires_at)
            VALUES (@name, 1, @purpose, @holder, @seconds, {CommitFence.Ahead(connection, "@seconds")})
            ON CONFLICT (name) DO UPDATE SET
                fence = run_leases.fence + 1, purpose = excluded.purpose, holder = excluded.holder,
                lasts_seconds = excluded.lasts_seconds, expires_at = excluded.expires_at
            WHERE run_leases.expires_at <= {CommitFence.Now(connection)} OR run_leases.fence = @gone
            RETURNING fence
            """;
        Add("name", Night);
        Add("purpose", purpose);
        Add("holder", LeaseHolder.Own());
        Add("seconds", options.Lease.TotalSeconds);
        Add("gone", gone);
        return await take.ExecuteScalarAsync(cancellation) is { } fence ? Convert.ToInt64(fence, CultureInfo.InvariantCulture) : null;

        void Add(string name, object value)
        {
            var parameter = take.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            take.Parameters.Add(parameter);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Took the lease for {Purpose} under number {Fence}")]
    private partial void LogTaken(string purpose, long fence);
}
