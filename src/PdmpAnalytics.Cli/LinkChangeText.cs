using PdmpAnalytics.Patients.Linking;

namespace PdmpAnalytics.Cli;

/// <summary>What a decision about linkage led to, in a few lines.</summary>
internal static class LinkChangeText
{
    public static int Tell(Session session, Result<LinkChange> change)
    {
        if (change.Refusal is { } refusal)
        {
            return session.Refused(refusal);
        }

        var moves = change.Value.Moves;
        session.Terminal.Note($"Decision {change.Value.DecisionId}: " + (moves.Count == 0 ? "every patient is as before." : ""));
        foreach (var (kind, from, into, records) in moves)
        {
            session.Terminal.Note(kind switch
            {
                LinkEventKind.Merge => $"  patient {from} went into {into} with {records} records",
                LinkEventKind.Split => $"  patient {into} has {records} records again that were with {from}",
                LinkEventKind.Move => $"  {records} records went from patient {from} to {into}",
            });
        }

        if (moves.Count > 0)
        {
            session.Terminal.Note("These patients are judged again by the next pdmp detect.");
        }

        return ExitCodes.Ok;
    }
}
