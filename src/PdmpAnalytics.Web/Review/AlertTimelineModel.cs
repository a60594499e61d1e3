using Microsoft.AspNetCore.WebUtilities;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Review;
using PdmpAnalytics.Web.Timeline;

namespace PdmpAnalytics.Web.Review;

/// <summary>How far a dispenser's data reach.</summary>
/// <param name="Through">Null for one that never spoke for a day.</param>
public readonly record struct DispenserThrough(string Name, DateOnly? Through);

/// <summary>The timeline of an alert's patient, as somebody chose to see it.</summary>
/// <param name="DataThrough">Every dispenser involved, the one furthest behind first.</param>
public sealed record AlertTimelineModel(TimelineContent Content, TimelineView View, TimelineLinks Links, IReadOnlyList<DispenserThrough> DataThrough)
{
    /// <param name="through">The last day each dispenser spoke for; one that never spoke is missing.</param>
    public static AlertTimelineModel Of(
        AlertDetail detail, PatientDoses doses, IReadOnlyDictionary<int, DateOnly> through, TimelineView view, QueueView list)
    {
        IReadOnlyList<DispenserThrough> dispensers =
        [
            .. from fill in detail.Fills
               where doses.Fills.ContainsKey(fill.Id)
               let id = doses.Fills[fill.Id].DispenserId
               group fill.Dispenser by id into dispenser
               let last = through.TryGetValue(dispenser.Key, out var day) ? day : (DateOnly?)null
               orderby last, dispenser.First()
               select new DispenserThrough(dispenser.First(), last),
        ];
        return new(
            AlertTimeline.Of(detail, doses, dispensers.Count > 0 ? dispensers[0].Through : null),
            view,
            new TimelineLinks($"/alerts/{detail.Alert.Id}", Kept(list)),
            dispensers);
    }

    private static IReadOnlyList<KeyValuePair<string, string>> Kept(QueueView list) =>
        [.. QueryHelpers.ParseQuery(list.InAlert).Select(p => KeyValuePair.Create(p.Key, p.Value.ToString()))];
}
