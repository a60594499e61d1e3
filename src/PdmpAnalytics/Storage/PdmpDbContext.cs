using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Storage;

/// <summary>
/// The store. Entities and their mappings live beside the domain classes of each feature and are found by type; read them
/// with <see cref="DbContext.Set{TEntity}()"/>. Only shells (<c>*Service</c>) may use it.
/// </summary>
public abstract class PdmpDbContext(DbContextOptions options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(PdmpDbContext).Assembly);
        SnakeCaseNames.Apply(modelBuilder);
    }
}

/// <summary>The store on PostgreSQL: dates are <c>date</c>, instants <c>timestamptz</c> in UTC.</summary>
public sealed class PostgresPdmpDbContext(DbContextOptions<PostgresPdmpDbContext> options) : PdmpDbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        // Versions lie in the order they came, so a few pages' worth of ranges finds a whole file's when it is withdrawn.
        modelBuilder.Entity<Dispensation>().HasIndex(d => d.SubmissionId)
            .HasDatabaseName("ix_dispensations_submission_id").HasMethod("brin");

        // Whatever a list of waiting alerts is filtered, ordered and counted by: a row of alerts is some kilobytes wide, an entry here a tenth of that.
        modelBuilder.Entity<Alert>().HasIndex(a => new { a.Queue, a.SnoozedUntil })
            .IncludeProperties(a => new
            {
                a.Id, a.SubjectKind, a.SubjectId, a.State, a.Severity, a.Priority, a.AnomalyPercentile, a.RaisedOn, a.OpenedOn, a.DueOn, a.EvidenceCount,
                a.FindingCount, a.Assignee, a.ClaimedBy, a.ClaimedUntil, a.Exemptions, a.Hold, a.Rules, a.Scopes,
            })
            .HasFilter("hold = 'None' AND state <> 'Closed' AND state <> 'Withdrawn'")
            .HasDatabaseName("ix_alerts_filtered");
    }
}

/// <summary>
/// The store on SQLite, which has neither dates nor instants: dates are <see cref="DateOnly.DayNumber"/>, instants are
/// milliseconds since 1970 in UTC, so that both compare and sort as numbers.
/// </summary>
public sealed class SqlitePdmpDbContext(DbContextOptions<SqlitePdmpDbContext> options) : PdmpDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateOnly>().HaveConversion<DayNumberConverter>();
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMillisecondsConverter>();
    }
}
