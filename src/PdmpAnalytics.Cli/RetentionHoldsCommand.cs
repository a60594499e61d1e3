using System.Globalization;
using PdmpAnalytics.Retention;

namespace PdmpAnalytics.Cli;

internal sealed class RetentionHoldsCommand : PdmpCommand
{
    public RetentionHoldsCommand()
        : base("holds", "Legal holds, those that were ended too.", "retention holds") => Does(async session =>
    {
        var holds = await session.Service<LegalHoldService>().ListAsync(session.Cancellation);
        if (holds.Count == 0)
        {
            session.Terminal.Note("There is no legal hold.");
            return ExitCodes.Ok;
        }

        var grid = new Grid(new("hold", Right: true), new("patient"), new("placed"), new("by"), new("ended"), new("reason"));
        foreach (var hold in holds)
        {
            grid.Add(
                new(hold.Id.ToString(CultureInfo.InvariantCulture)),
                new(hold.PatientId?.ToString(CultureInfo.InvariantCulture) ?? "everybody"),
                new(Day(hold.PlacedAt)),
                new(hold.PlacedBy),
                new(hold.EndedAt is { } ended ? Day(ended) : ""),
                new(hold.Reason));
        }

        grid.WriteTo(session.Terminal);
        return ExitCodes.Ok;
    });

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
