using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Ingestion.Inbox;

/// <summary>
/// Loads the files that submitters put into an inbox: a folder with one sub-folder a submitter. Each file is moved to
/// <c>accepted</c> or <c>rejected</c> beside it, with its report. Several processes may work one inbox: each folder is worked by
/// one at a time, and a file found again is known by its content. A file that makes the program fail stays where it is, and the
/// others go on.
/// </summary>
public sealed partial class InboxService(SubmissionService submissions, SubmissionReportService reports, ILogger<InboxService> log)
{
    /// <summary>Works through the inbox once, folder by folder, and tells what became of everything in it.</summary>
    /// <param name="inbox">The folder; files directly in it have no submitter.</param>
    /// <param name="progress">Called with the name of a file before it is loaded.</param>
    public IAsyncEnumerable<InboxResult> RunAsync(
        string inbox, Func<string, IProgress<SubmissionProgress>> progress, CancellationToken cancellation = default) =>
        RunAsync(inbox, new InboxPass(progress, RefusedAfter: int.MaxValue), cancellation);

    /// <summary>The same for a pass that goes on where a killed one stopped.</summary>
    internal async IAsyncEnumerable<InboxResult> RunAsync(
        string inbox, InboxPass pass, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var result in RunFolderAsync(inbox, submitter: null, pass, cancellation))
        {
            yield return result;
        }

        foreach (var folder in Folders(inbox))
        {
            if (folder.LinkTarget is not null)
            {
                yield return Left(Shown(folder.Name), "is a link and is not followed; make it a folder.", InboxLeftoverKind.NotLoadable);
                continue;
            }

            await foreach (var result in RunFolderAsync(Path.Combine(inbox, folder.Name), folder.Name, pass, cancellation))
            {
                yield return result;
            }
        }
    }

    /// <summary>Files that wait in an inbox, and their bytes; a submitter's folder that cannot be read counts none.</summary>
    public static (int Files, long Bytes) Waiting(string inbox)
    {
        var (files, bytes) = (0, 0L);
        foreach (var folder in Folders(inbox).Where(f => f.LinkTarget is null).Prepend(new DirectoryInfo(inbox)))
        {
            foreach (var file in folder.EnumerateFiles("*", new EnumerationOptions { AttributesToSkip = 0 }).Where(f => !InboxNames.IsLeftAlone(f.Name)))
            {
                (files, bytes) = (files + 1, bytes + file.Length);
            }
        }

        return (files, bytes);
    }

    private async IAsyncEnumerable<InboxResult> RunFolderAsync(
        string path, string? submitter, InboxPass pass, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (folder, left) = Take(path, submitter);
        using (folder)
        {
            if (folder is null)
            {
                yield return left!;
                yield break;
            }

            if (submitter is not null)
            {
                foreach (var deeper in Folders(path))
                {
                    yield return Left(
                        $"{Shown(submitter)}/{Shown(deeper.Name)}", "is a folder within a submitter's folder; nothing in it is loaded.", InboxLeftoverKind.NotLoadable);
                }
            }

            // Files that arrive meanwhile are taken too; each is tried once.
            var tried = new HashSet<string>();
            while (folder.Waiting().Where(tried.Add).ToList() is { Count: > 0 } names)
            {
                foreach (var name in names)
                {
                    yield return await LoadAsync(folder, name, submitter, pass, cancellation);
                }
            }
        }
    }

    /// <summary>Sub-folders that are not this program's own, by name.</summary>
    private static List<DirectoryInfo> Folders(string path) =>
    [
        .. Directory.EnumerateDirectories(path).Select(folder => new DirectoryInfo(folder))
            .Where(f => !f.Name.StartsWith('.') && !InboxNames.IsReserved(f.Name)).OrderBy(f => f.Name, StringComparer.Ordinal),
    ];

    private static (InboxFolder? Folder, InboxLeftover? Left) Take(string path, string? submitter)
    {
        var name = submitter is null ? "." : Shown(submitter);
        try
        {
            if (InboxFolder.Linked(path) is { } linked)
            {
                return (null, Left($"{name}/{linked}", "is a link and is not followed; remove it. No file beside it was loaded.", InboxLeftoverKind.NotLoadable));
            }

            var folder = InboxFolder.Take(path);
            folder?.Recover();
            return folder is not null ? (folder, null) : (null, Left(name, "is being worked by another run, which is left to it.", InboxLeftoverKind.Waits));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (null, Left(name, "cannot be written by this user, so its files could not be moved; none was loaded.", InboxLeftoverKind.Failed));
        }
    }

    private async Task<InboxResult> LoadAsync(
        InboxFolder folder, string name, string? submitter, InboxPass pass, CancellationToken cancellation)
    {
        var shown = Shown(name);
        var place = submitter is null ? shown : $"{Shown(submitter)}/{shown}";
        SubmissionOutcome? outcome = null;
        try
        {
            await using (var file = folder.Open(name, out var whatItWas))
            {
                if (file is null)
                {
                    return Left(place, "is a link, a pipe or a socket, not a file; put the file itself here.", InboxLeftoverKind.NotLoadable);
                }

                outcome = await submissions.LoadOnceAsync(
                    file, shown, pass.Progress(place), submitter is null ? null : Shown(submitter), pass.RefusedAfter, cancellation);
                if (!folder.IsStill(name, whatItWas) || outcome.FaultCounts.ContainsKey(SubmissionErrorCode.FileChanged))
                {
                    return Left(place, "changed while it was loaded; what it has become is loaded by the next run.", InboxLeftoverKind.Waits);
                }
            }

            var report = await reports.OfAsync(outcome, cancellation);
            return await folder.PutAwayAsync(name, report, outcome.ContentHash, cancellation) is { } path
                ? new InboxFile(place, outcome, Shown(path))
                : Left(place, "was replaced after it was loaded; what stands in its place is loaded by the next run.", InboxLeftoverKind.Waits);
        }
        catch (FileNotFoundException) when (outcome is null)
        {
            // A name whose bytes are no UTF-8 is read with the mark for what cannot be read, and is found under no name.
            return name.Contains('\uFFFD')
                ? Left(place, "has a name that is not UTF-8; rename it.", InboxLeftoverKind.NotLoadable)
                : Left(place, "is gone.", InboxLeftoverKind.Waits);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Left(
                place,
                outcome is null
                    ? "cannot be read by this user, or is in use."
                    : $"ended as \"{SubmissionReportText.Sentence(outcome.Result)}\" but cannot be moved; the next run moves it.",
                InboxLeftoverKind.Failed);
        }
#pragma warning disable CA1031 // One file that finds a fault of this program must not keep the others waiting, night after night.
        catch (Exception fault) when (fault is not (OperationCanceledException or RecordVaultException or StorageNotReadyException or LeaseLostException))
#pragma warning restore CA1031
        {
            // The exception's text may quote the file, so its kind is all that is told.
            var kind = fault.GetType().Name;
            LogFailed(kind);
            return Left(
                place,
                fault is DbException or DbUpdateException
                    ? $"was left, because the database failed ({kind}); the next run tries it again."
                    : $"made the program fail ({kind}) and was left; please report it, and take the file out of the inbox.",
                InboxLeftoverKind.Failed);
        }
    }

    private static string Shown(string name) => SubmittedQuote.OfFileName(name);

    private static InboxLeftover Left(string name, string message, InboxLeftoverKind kind) => new(name, message, kind);

    [LoggerMessage(Level = LogLevel.Error, Message = "A file of the inbox made the program fail with {Kind} and was left")]
    private partial void LogFailed(string kind);
}

/// <summary>One pass over an inbox, whole or in several tries.</summary>
/// <param name="Progress">Called with the name of a file before it is loaded.</param>
/// <param name="RefusedAfter">The last submission before the pass: a file that was refused later is put away, not refused once more.</param>
internal sealed record InboxPass(Func<string, IProgress<SubmissionProgress>> Progress, int RefusedAfter);
