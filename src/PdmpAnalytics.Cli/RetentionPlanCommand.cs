using System.CommandLine;
using System.Globalization;
using PdmpAnalytics.Retention;

namespace PdmpAnalytics.Cli;

internal sealed class RetentionPlanCommand : PdmpCommand
{
    private readonly Option<int> _years = Years();

    public RetentionPlanCommand()
        : base("plan", "What a purge would find today: how many fills are old enough. Changes nothing.", "retention plan", "retention plan --years 7")
    {
        Add(_years);
        Does(async session =>
        {
            var (before, fills, patients) = await session.Service<RetentionService>().PlanAsync(new RetentionPolicy(session.Value(_years)), session.Cancellation);
            session.Terminal.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"Filled before {before:yyyy-MM-dd}: {Counted.Of(fills, "dispensation", "dispensations")} of {Counted.Of(patients, "patient", "patients")}, those under legal hold or with an open alert among them."));
            return ExitCodes.Ok;
        });
    }

    /// <summary>Of every command that asks how long fills are kept.</summary>
    public static Option<int> Years() => new("--years")
    {
        Description = $"Years that fills are kept, {RetentionPolicy.LeastYears} or more: the programme's statute says.",
        HelpName = "years",
        DefaultValueFactory = _ => RetentionPolicy.UsualYears,
    };
}
