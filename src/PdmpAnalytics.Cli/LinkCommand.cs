using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PdmpAnalytics.Patients.Linking;

namespace PdmpAnalytics.Cli;

internal sealed class LinkCommand : PdmpCommand
{
    private readonly Option<bool> _all = new("--all") { Description = "Every record again from scratch, with a model estimated anew; patient ids are kept." };
    private readonly Option<bool> _keepModel = new("--keep-model") { Description = "Weigh with the model in force." };
    private readonly Option<string> _user = CommonOptions.User("Who asks, for the journal.", LinkRequest.Nobody);

    public LinkCommand()
        : base(
            "link",
            "Finds which patients are one person: compares new records with all others, merges and splits patients. Import joins only records with equal keys.",
            "link",
            "link --all",
            "link explain 12 57",
            "link pairs --between 0.5 0.95 --top 20",
            "link decide 12 57 --same --reason \"Same person, married in May\"")
    {
        Add(_all);
        Add(_keepModel);
        Add(_user);
        Add(new LinkExplainCommand());
        Add(new LinkPairsCommand());
        Add(new LinkDecideCommand());
        Add(new LinkJournalCommand());
        Add(new LinkUndoCommand());
        Does(session => RunAsync(session, new LinkRequest(session.Value(_all), session.Value(_keepModel), session.Value(_user)!)));
    }

    public static Task<int> RunAsync(Session session, LinkRequest request) =>
        LeasedRun.RunAsync(session, "link", leased => LinkAsync(leased, request));

    private static async Task<int> LinkAsync(Session session, LinkRequest request)
    {
        var start = Stopwatch.GetTimestamp();
        var linked = await session.Service<PatientLinkageService>().LinkAsync(request, session.Cancellation);
        if (linked.Refusal is { } refusal)
        {
            return session.Refused(refusal);
        }

        session.Terminal.Note(Describe(linked.Value, Stopwatch.GetElapsedTime(start)));
        if (linked.Value.BlocksLeftOut is > 0 and var blocks)
        {
            session.Terminal.Note(string.Create(
                CultureInfo.InvariantCulture, $"{blocks:N0} blocking keys are shared by more than {LinkCounts.LargestBlock} records and were not looked at: records that share nothing else were not compared."));
        }

        return ExitCodes.Ok;
    }

    private static string Describe(LinkCounts counts, TimeSpan elapsed) =>
        string.Create(CultureInfo.InvariantCulture, $"{counts.Records:N0} patient records of {counts.Patients:N0} patients; ")
        + string.Create(CultureInfo.InvariantCulture, $"{counts.Compared:N0} compared in {elapsed.TotalSeconds:0.0} s by model {counts.ModelVersion}; ")
        + (counts.ChangedNothing
            ? "every patient is as before."
            : string.Create(CultureInfo.InvariantCulture, $"{counts.Merges:N0} merged into others, {counts.Splits:N0} split off, {counts.Moves:N0} times records moved."));
}
