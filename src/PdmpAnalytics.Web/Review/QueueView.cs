using Microsoft.AspNetCore.Http.Extensions;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Web.Review;

/// <summary>
/// What somebody chose to see of a queue. It lives in the address, so that it can be kept and sent: the parts of
/// <see cref="QueueSearch"/> under their own names, <c>q</c> for what was typed, <c>page</c>.
/// </summary>
public sealed record QueueView
{
    public const int PageSize = 50;

    private const int MostPages = 1_000_000;

    /// <summary>Parts that the filter form has a field for, each a key of <see cref="QueueSearch"/>.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["state", "severity", "rule", "drug", "in", "zip", "to", "score", "age", "is", "sort"];

    public required ReviewQueueKind Queue { get; init; }

    /// <summary>What was typed into the search box; never a name, which has no business in an address.</summary>
    public string Text { get; init; } = "";

    /// <summary>Filled fields only.</summary>
    public IReadOnlyDictionary<string, string> Parts { get; init; } = new Dictionary<string, string>();

    /// <summary>From 1.</summary>
    public int Page { get; init; } = 1;

    public bool IsNarrowed => Text.Length > 0 || Parts.Keys.Any(key => key != "sort");

    public static QueueView Of(ReviewQueueKind queue, IQueryCollection query) => new()
    {
        Queue = queue,
        Text = query["q"].ToString().Trim(),
        Parts = Fields.Where(key => query[key].ToString().Trim().Length > 0)
            .ToDictionary(key => key, key => string.Concat(query[key].ToString().Where(c => !char.IsWhiteSpace(c)))),
        Page = int.TryParse(query["page"], out var page) ? Math.Clamp(page, 1, MostPages) : 1,
    };

    /// <summary>The view that an alert was opened from: its queue is a parameter there.</summary>
    public static QueueView Of(IQueryCollection query, ReviewQueueKind otherwise) =>
        Of(QueueAccess.All.FirstOrDefault(queue => AlertCodes.Of(queue) == query["queue"], otherwise), query);

    /// <summary>What somebody kept: parts that have a field under their names, the rest as typed.</summary>
    public static QueueView Of(SavedView saved)
    {
        var words = saved.Search.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToLookup(word => Fields.FirstOrDefault(key => word.StartsWith(key + ":", StringComparison.Ordinal)) ?? "");
        var parts = Fields.Where(key => words[key].Any()).ToDictionary(key => key, key => words[key].First()[(key.Length + 1)..]);
        return new() { Queue = saved.Queue, Parts = parts, Text = string.Join(' ', words[""].Concat(Fields.SelectMany(key => words[key].Skip(1)))) };
    }

    public string Part(string key) => Parts.GetValueOrDefault(key, "");

    /// <summary>Everything as one search.</summary>
    public string Search => string.Join(' ', Fields.Where(Parts.ContainsKey).Select(key => $"{key}:{Parts[key]}").Append(Text)).Trim();

    /// <summary>What it finds, snoozed alerts left out unless asked for; a refusal says what cannot be understood.</summary>
    /// <param name="user">The account that looks.</param>
    public Result<AlertFilter> Filter(string user)
    {
        var start = new AlertFilter { Queue = Queue, Snoozed = false, Viewer = user, Top = PageSize, Skip = (Page - 1) * PageSize };
        var filter = QueueSearch.Parse(Search, user, start);
        return filter.Refusal is not null ? filter : filter.Value with { Queue = Queue };
    }

    /// <summary>Address of the list.</summary>
    public string Address => $"/queue/{AlertCodes.Of(Queue)}{Query(Page > 1 ? Page : null)}";

    public string AddressOf(long alertId) => $"/alerts/{alertId}{InAlert}";

    /// <summary>The parameters that an alert's address carries to lead back and on.</summary>
    public string InAlert
    {
        get
        {
            var query = Query(null);
            return $"?queue={AlertCodes.Of(Queue)}{(query.Length > 0 ? "&" + query[1..] : "")}";
        }
    }

    private string Query(int? page)
    {
        var query = new QueryBuilder();
        if (Text.Length > 0)
        {
            query.Add("q", Text);
        }

        foreach (var key in Fields.Where(Parts.ContainsKey))
        {
            query.Add(key, Parts[key]);
        }

        if (page is { } number)
        {
            query.Add("page", FormattableString.Invariant($"{number}"));
        }

        return query.ToQueryString().Value ?? "";
    }
}
