using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review;

/// <summary>Keeps the lists that people come back to, their own and those shared with the team.</summary>
public sealed class SavedViewService(IDbContextFactory<PdmpDbContext> contexts)
{
    /// <summary>Views of one account (our choice, 2026-11-22: more are looked for longer than a filter is set).</summary>
    private const int Most = 50;

    /// <summary>The account's own, then the team's, by name.</summary>
    public async Task<IReadOnlyList<SavedView>> ListAsync(string user, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var views = await db.Set<SavedView>().AsNoTracking().Where(v => v.Owner == user || v.IsShared).ToListAsync(cancellation);
        return [.. views.OrderBy(v => v.Owner != user).ThenBy(v => v.Name, StringComparer.OrdinalIgnoreCase).ThenBy(v => v.Owner, StringComparer.Ordinal)];
    }

    /// <summary>Keeps a view; one of the same name shows this from now on. Incomplete for a name or search that cannot be kept.</summary>
    /// <param name="search">As <see cref="QueueSearch"/> reads it; refused when it looks for a person by name.</param>
    public async Task<Result<SavedView>> SaveAsync(string user, string name, ReviewQueueKind queue, string search, CancellationToken cancellation = default)
    {
        if (Unusable(name) is { } unusable)
        {
            return unusable;
        }

        var filter = QueueSearch.Parse(search, user, AlertFilter.Queued);
        if (filter.Refusal is { } wrong)
        {
            return wrong;
        }

        if (filter.Value.Name is not null || search.Length > SavedView.LongestSearch)
        {
            return new Refusal(RefusalReason.Incomplete, "A view is kept without anybody's name, and in at most 400 characters.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var own = await db.Set<SavedView>().Where(v => v.Owner == user).ToListAsync(cancellation);
        var view = own.Find(v => v.Name == name.Trim());
        if (view is null && own.Count >= Most)
        {
            return new Refusal(RefusalReason.NotAllowed, $"An account keeps at most {Most} views; delete one first.");
        }

        if (view is null)
        {
            view = new SavedView(user, name.Trim(), queue, search);
            db.Add(view);
        }

        view.Show(queue, search);
        await db.SaveChangesAsync(cancellation);
        return view;
    }

    /// <summary>Renames a view and shares it, or no longer; NotFound for one that is not the account's own.</summary>
    public async Task<Refusal?> ChangeAsync(long id, string user, string name, bool shared, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (Unusable(name) is { } unusable)
        {
            return unusable;
        }

        var own = await db.Set<SavedView>().Where(v => v.Owner == user).ToListAsync(cancellation);
        if (own.Find(v => v.Id == id) is not { } view)
        {
            return NotTheirs;
        }

        if (own.Exists(v => v.Id != id && v.Name == name.Trim()))
        {
            return new Refusal(RefusalReason.Incomplete, "Another of your views has that name.");
        }

        view.Change(name.Trim(), shared);
        await db.SaveChangesAsync(cancellation);
        return null;
    }

    /// <summary>NotFound for one that is not the account's own; a lead also deletes what others share.</summary>
    public async Task<Refusal?> DeleteAsync(long id, string user, bool isLead, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var deleted = await db.Set<SavedView>().Where(v => v.Id == id && (v.Owner == user || (isLead && v.IsShared))).ExecuteDeleteAsync(cancellation);
        return deleted == 0 ? NotTheirs : null;
    }

    private static Refusal NotTheirs => new(RefusalReason.NotFound, "There is no such view of yours.");

    private static Refusal? Unusable(string name) => name.Trim().Length is > 0 and <= SavedView.MostCharacters
        ? null
        : new Refusal(RefusalReason.Incomplete, $"A view has a name of at most {SavedView.MostCharacters} characters.");
}
