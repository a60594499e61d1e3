using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Work;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;

namespace PdmpAnalytics.IntegrationTests.Review.Work;

/// <summary>A database with alerts 1, 2, ... about patients of the same numbers, a clock to set, and steps in one line.</summary>
internal sealed class ReviewDesk : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

    private ReviewDesk(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    public StoppedClock Clock => (StoppedClock)Database.Get<TimeProvider>();

    /// <param name="severities">One alert each.</param>
    public static async Task<ReviewDesk> OpenAsync(StorageProvider provider, ReviewOptions? options, params Severity[] severities)
    {
        var database = await TestDatabase.CreateAsync(provider, services =>
        {
            services.AddSingleton<TimeProvider>(new StoppedClock(Start));
            services.AddSingleton(options ?? new ReviewOptions { SecondReadingShare = 0 });
        });
        var desk = new ReviewDesk(database);
        await desk.PublishAsync([.. severities.Select((severity, i) => Findings.Judge(i + 1, Findings.Of(severity: severity)))]);
        return desk;
    }

    public Task<PublicationCounts> PublishAsync(params PatientJudgement[] batch) => Database.Get<ReviewService>().PublishAsync(batch, []);

    public Task<Result<Alert>> TakeAsync(long alert, ReviewStep step, string user, int? version = null, bool lead = false) =>
        Database.Get<ReviewWorkService>().TakeAsync(alert, step, new Reviewer(user, lead), version);

    public Task<Result<Alert>> UndoAsync(long alert, string user) => Database.Get<ReviewWorkService>().UndoAsync(alert, new Reviewer(user));

    public async Task<Alert> AlertAsync(long id)
    {
        await using var db = Database.Open();
        return await db.Set<Alert>().AsNoTracking().SingleAsync(a => a.Id == id);
    }

    public async Task<List<T>> AllAsync<T>()
        where T : class
    {
        await using var db = Database.Open();
        return await db.Set<T>().AsNoTracking().ToListAsync();
    }

    public async Task<List<string>> ActionsAsync(long alert)
    {
        await using var db = Database.Open();
        return await db.Set<AuditEvent>().Where(e => e.Subject == $"alert:{alert}").OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync();
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
