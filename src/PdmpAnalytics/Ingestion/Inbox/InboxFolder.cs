using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace PdmpAnalytics.Ingestion.Inbox;

/// <summary>
/// One submitter's folder, held by this process alone until disposed: files to load, and the folders <c>accepted</c> and
/// <c>rejected</c> that take them with their reports. A file is always in exactly one of the three; a process that is killed
/// leaves at most hidden files, which the next one finishes or removes (shell).
/// </summary>
internal sealed partial class InboxFolder : IDisposable
{
    /// <summary>What a lock held by another process is reported as: EAGAIN on Linux and on macOS, a sharing violation on Windows.</summary>
    private static readonly int[] InUse = [11, 35, unchecked((int)0x80070020)];

    private readonly string _path;
    private readonly FileStream _lock;

    private InboxFolder(string path, FileStream held) => (_path, _lock) = (path, held);

    /// <summary>
    /// Name of the lock or of the folder <c>accepted</c> or <c>rejected</c> that is a link, which whoever may write here can point
    /// anywhere; null when none is.
    /// </summary>
    public static string? Linked(string path) => Array.Find(
        [InboxNames.Lock, InboxNames.Accepted, InboxNames.Rejected], name => new DirectoryInfo(Path.Combine(path, name)).LinkTarget is not null);

    /// <summary>Takes a folder; null when another process works in it. Throws when it cannot be written.</summary>
    public static InboxFolder? Take(string path)
    {
        try
        {
            // The system lets go of the lock when a process ends, however it ends.
            var held = new FileStream(
                Path.Combine(path, InboxNames.Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new InboxFolder(path, held);
        }
        catch (IOException fault) when (InUse.Contains(fault.HResult))
        {
            return null;
        }
    }

    /// <summary>Finishes what a killed process left: gives the reports of files that were put away their names, removes others.</summary>
    public void Recover()
    {
        foreach (var folder in new[] { Target(InboxNames.Accepted), Target(InboxNames.Rejected) }.Where(Directory.Exists))
        {
            foreach (var report in Directory.EnumerateFiles(folder, ".*.part").ToList())
            {
                if (InboxNames.OfUnfinishedReport(Path.GetFileName(report)) is not { } file)
                {
                    continue;
                }

                if (File.Exists(Path.Combine(folder, file)))
                {
                    File.Move(report, Path.Combine(folder, Path.GetFileName(report)[1..^".part".Length]), overwrite: true);
                }
                else
                {
                    File.Delete(report);
                }
            }
        }
    }

    /// <summary>
    /// Names of the files that wait, oldest first: for CSV the order of receipt is the order of what they say. By name alone
    /// <c>10.csv</c> would come before <c>9.csv</c>.
    /// </summary>
    public IEnumerable<string> Waiting() => Directory.EnumerateFiles(_path)
        .Select(path => new FileInfo(path)).Where(file => !InboxNames.IsLeftAlone(file.Name))
        .OrderBy(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal).Select(file => file.Name);

    /// <summary>
    /// Opens a file that waits; null for what is no file. Links are not followed: they may lead to anything this user can read.
    /// Pipes and sockets are not opened: opening a pipe waits for a writer, maybe for ever.
    /// </summary>
    /// <param name="whatItWas">Tells the file from one that takes its place later.</param>
    public FileStream? Open(string name, out (long Length, DateTime Written) whatItWas)
    {
        whatItWas = default;
        var info = new FileInfo(Path.Combine(_path, name));
        if (info.LinkTarget is not null || IsPipe(info.FullName))
        {
            return null;
        }

        whatItWas = (info.Length, info.LastWriteTimeUtc);
        return new FileStream(
            info.FullName, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 256 * 1024 });
    }

    /// <summary>True while the file is the one that was opened, unchanged.</summary>
    public bool IsStill(string name, (long Length, DateTime Written) whatItWas)
    {
        var info = new FileInfo(Path.Combine(_path, name));
        return info.Exists && (info.Length, info.LastWriteTimeUtc) == whatItWas;
    }

    /// <summary>
    /// Moves a file away and puts its report beside it: reports are written under a hidden name first, so that at every moment
    /// the file is in one place and <see cref="Recover"/> can tell which of its reports are due.
    /// </summary>
    /// <param name="contentHash">SHA-256 of the file the report is about: another that took its place goes back.</param>
    /// <returns>Path of the text report; null when another file had taken the name.</returns>
    public async Task<string?> PutAwayAsync(string name, SubmissionReport report, byte[] contentHash, CancellationToken cancellation)
    {
        var target = Target(report.Result == SubmissionResult.Rejected ? InboxNames.Rejected : InboxNames.Accepted);
        Directory.CreateDirectory(target);
        var contents = SubmissionReportFiles.Contents(report);
        var free = InboxNames.Free(name, candidate =>
            Path.Exists(Path.Combine(target, candidate))
            || Array.Exists(contents, c => Path.Exists(Path.Combine(target, InboxNames.Report(candidate, c.Ending).Final))));
        foreach (var (ending, content) in contents)
        {
            await SubmissionReportFiles.WriteAsync(Path.Combine(target, InboxNames.Report(free, ending).Unfinished), report, content, cancellation);
        }

        var moved = Path.Combine(target, free);
        File.Move(Path.Combine(_path, name), moved);
        var movedHash = await HashAsync(moved);
        if (!contentHash.AsSpan().SequenceEqual(movedHash))
        {
            // Under a name of its own when the submitter has put yet another file there.
            File.Move(moved, Path.Combine(_path, InboxNames.Free(name, candidate => Path.Exists(Path.Combine(_path, candidate)))));
            Array.ForEach(contents, c => File.Delete(Path.Combine(target, InboxNames.Report(free, c.Ending).Unfinished)));
            return null;
        }

        foreach (var (ending, _) in contents)
        {
            var (final, unfinished) = InboxNames.Report(free, ending);
            File.Move(Path.Combine(target, unfinished), Path.Combine(target, final));
        }

        return Path.Combine(target, InboxNames.Report(free, contents[0].Ending).Final);
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>Not to be stopped: a file that is moved and not yet known stays nobody's.</summary>
    private static async Task<byte[]> HashAsync(string path)
    {
        await using var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 256 * 1024 });
        return await SHA256.HashDataAsync(file, CancellationToken.None);
    }

    private string Target(string name) => Path.Combine(_path, name);

    /// <summary>
    /// True for a named pipe or a socket. A socket cannot be opened at all; on a pipe, opened without waiting, asking where the end of the
    /// file lies fails.
    /// </summary>
    private static bool IsPipe(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        using var handle = new SafeFileHandle(OpenDescriptor(path, WithoutWaiting), ownsHandle: true);
        return handle.IsInvalid ? Marshal.GetLastPInvokeError() == NothingToOpen : SeekDescriptor(handle, 0, FromEnd) < 0;
    }

    /// <summary>O_RDONLY | O_NONBLOCK | O_CLOEXEC on Linux.</summary>
    private const int WithoutWaiting = 0x800 | 0x80000;

    /// <summary>ENXIO on Linux.</summary>
    private const int NothingToOpen = 6;

    /// <summary>SEEK_END.</summary>
    private const int FromEnd = 2;

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int OpenDescriptor(string path, int flags);

    [LibraryImport("libc", EntryPoint = "lseek")]
    private static partial long SeekDescriptor(SafeFileHandle file, long offset, int from);
}
