using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// The keys of <see cref="RecordVault"/> in a file that only its owner may read, made when the first record is sealed: 32 bytes as
/// base64 on a line each, first the one that seals, then those before it, which still open what they sealed. Several machines
/// over one database need copies of one file.
/// </summary>
internal sealed partial class RecordVaultKey(string path)
{
    private const int Size = 32;

    /// <summary>Our choice, 2026-11-22: who changes keys every year keeps what ten years of backups need.</summary>
    private const int MostKeys = 10;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lock _gate = new();
    private byte[][]? _keys;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>
    /// The configured file, else beside a SQLite database, else in the user's state folder
    /// (<c>XDG_STATE_HOME</c>, by default <c>~/.local/state</c>).
    /// </summary>
    public static string PathFor(string? configured, StorageOptions storage)
    {
        if (!string.IsNullOrWhiteSpace(configured))
        {
            return configured;
        }

        if (storage.Provider == StorageProvider.Sqlite
            && new SqliteConnectionStringBuilder(storage.ConnectionString).DataSource is { Length: > 0 } database
            && !database.StartsWith(':') && !database.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            return database + ".key";
        }

        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } set && System.IO.Path.IsPathRooted(set)
            ? set
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return System.IO.Path.Combine(state, "pdmp", "intake.key");
    }

    /// <summary>The key that seals, made if there is none yet.</summary>
    public byte[] ForSealing() => Find(orElse: () => Make([]))![0];

    /// <summary>All keys, first the one that seals; null when there is none.</summary>
    public byte[][]? Find() => Find(orElse: () => null);

    /// <summary>
    /// Puts a new key before those there are, or makes the first. The oldest beyond ten is dropped. Of two at once one is refused:
    /// it would write over the key that the other seals with.
    /// </summary>
    public void Rotate()
    {
        lock (_gate)
        {
            _keys = WithFile(() =>
            {
                if (Read() is null)
                {
                    return Make([]);
                }

                // Let go by the system when the process dies, so a file that stayed keeps nobody out.
                using var others = new FileStream(Path + ".lock", FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
                return Make(Read() ?? []);
            });
        }
    }

    private byte[][]? Find(Func<byte[][]?> orElse)
    {
        lock (_gate)
        {
            return _keys ??= WithFile(() => Read() ?? orElse());
        }
    }

    private byte[][]? WithFile(Func<byte[][]?> use)
    {
        try
        {
            return use();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RecordVaultException(
                $"The key for rejected records in {Path} can be neither read nor made. Give this user access, or name another file with PDMP_KEY_FILE.");
        }
    }

    /// <summary>All keys, or a refusal when there is none: a new one would open nothing.</summary>
    public Result<byte[][]> ForOpening()
    {
        lock (_gate)
        {
            try
            {
                if ((_keys ??= Read()) is { } keys)
                {
                    return keys;
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or RecordVaultException)
            {
                // Whatever is wrong with the file, the answer is the same.
            }

            return new Refusal(
                RefusalReason.NotAllowed,
                $"The key in {Path} is missing or cannot be read. Restore it or name another file with PDMP_KEY_FILE; without it the record has to be sent again.");
        }
    }

    /// <summary>Null when there is no file.</summary>
    private byte[][]? Read()
    {
        try
        {
            var lines = File.ReadAllText(Path).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return lines.Length is > 0 and <= MostKeys && Array.TrueForAll(lines, IsKey)
                ? Array.ConvertAll(lines, Convert.FromBase64String)
                : throw new RecordVaultException(
                    $"The file {Path} is no key for rejected records (32 bytes as base64, former keys on lines after it). Restore it, or name another with PDMP_KEY_FILE.");
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static bool IsKey(string line) =>
        line.Length < 64 && Convert.TryFromBase64String(line, new byte[Size + 3], out var length) && length == Size;

    /// <summary>Writes a new key with those before it, whose file it replaces.</summary>
    private byte[][] Make(byte[][] former)
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        if (!Directory.Exists(folder))
        {
            _ = OperatingSystem.IsWindows()
                ? Directory.CreateDirectory(folder)
                : Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }

        var unfinished = $"{Path}.{Guid.NewGuid():N}.tmp";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using (var file = new FileStream(unfinished, options))
            {
                byte[][] keys = [RandomNumberGenerator.GetBytes(Size), .. former.Take(MostKeys - 1)];
                file.Write(Encoding.ASCII.GetBytes(string.Concat(keys.Select(k => Convert.ToBase64String(k) + "\n"))));
                file.Flush(flushToDisk: true);
            }

            if (former.Length > 0)
            {
                File.Move(unfinished, Path, overwrite: true);
            }
            else
            {
                Publish(unfinished);
            }
        }
        finally
        {
            File.Delete(unfinished);
        }

        // Read back: another process may have been first, and its key counts.
        return Read() ?? throw new IOException("The key file vanished.");
    }

    /// <summary>
    /// Gives the finished file its name unless the name is taken. A hard link does so in one step; a move looks first, and two
    /// processes could both find the name free.
    /// </summary>
    private void Publish(string unfinished)
    {
        if (!OperatingSystem.IsWindows() && Link(unfinished, Path) == 0)
        {
            return;
        }

        try
        {
            // Windows, where a move is one step, and file systems without links.
            File.Move(unfinished, Path);
        }
        catch (IOException) when (File.Exists(Path))
        {
            // Another process was first.
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);
}
