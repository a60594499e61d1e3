using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using PdmpAnalytics.Web.Charts;

namespace PdmpAnalytics.Web.Timeline;

/// <summary>What a lane stands for.</summary>
public enum LaneBy
{
    Prescriber,
    Drug,
    Dispenser,
}

/// <summary>What a reader chose to see of a timeline; it lives in the address, so that a view can be sent.</summary>
/// <param name="From">First day shown; null for the default.</param>
/// <param name="To">Last day shown; null for the default.</param>
public sealed record TimelineView(LaneBy Lanes = LaneBy.Prescriber, DateOnly? From = null, DateOnly? To = null)
{
    /// <summary>Reads the parameters <c>lanes</c>, <c>from</c> and <c>to</c>; what cannot be read is left at its default.</summary>
    public static TimelineView Parse(string? lanes, string? from, string? to) => new(
        Enum.GetValues<LaneBy>().FirstOrDefault(by => Name(by).Equals(lanes, StringComparison.OrdinalIgnoreCase)), Day(from), Day(to));

    /// <summary>The parameter's word for a kind of lane.</summary>
    public static string Name(LaneBy by) => by switch
    {
        LaneBy.Prescriber => "prescriber",
        LaneBy.Drug => "drug",
        LaneBy.Dispenser => "dispenser",
    };

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

/// <summary>Addresses of other views of the same page.</summary>
/// <param name="Path">Of the page, without a query.</param>
/// <param name="Kept">Parameters of the page that have nothing to do with the timeline.</param>
public sealed record TimelineLinks(string Path, IReadOnlyList<KeyValuePair<string, string>> Kept)
{
    /// <summary>The page's own address, its parameters kept but for the timeline's.</summary>
    public static TimelineLinks Of(HttpRequest request) => new(
        request.PathBase + request.Path,
        [
            .. from parameter in request.Query
               where parameter.Key is not ("lanes" or "from" or "to")
               from value in parameter.Value
               select KeyValuePair.Create(parameter.Key, value ?? ""),
        ]);

    public string To(TimelineView view)
    {
        var query = new QueryBuilder(Kept) { { "lanes", TimelineView.Name(view.Lanes) } };
        if (view is { From: { } from, To: { } to })
        {
            query.Add("from", Svg.Day(from));
            query.Add("to", Svg.Day(to));
        }

        return Path + query.ToQueryString();
    }
}
