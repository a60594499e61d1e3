using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// The key of <see cref="RecordVault"/>: 32 bytes as base64 in a file that only its owner may read, made when the first record
/// is sealed. Several machines over one database need copies of one file.
/// </summary>
internal sealed partial class RecordVaultKey(string path)
{
    private const int Size = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lock _gate = new();
    private byte[]? _key;

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

    /// <summary>The key, made if there is none yet.</summary>
    public byte[] ForSealing() => Find(orElse: Make)!;

    /// <summary>The key; null when there is none.</summary>
    public byte[]? Find() => Find(orElse: () => null);

    private byte[]? Find(Func<byte[]?> orElse)
    {
        lock (_gate)
        {
            try
            {
                return _key ??= Read() ?? orElse();
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new RecordVaultException(
                    $"The key for rejected records in {Path} can be neither read nor made. Give this user access, or name another file with PDMP_KEY_FILE.");
            }
        }
    }

    /// <summary>The key, or a refusal when there is none: a new one would open nothing.</summary>
    public Result<byte[]> ForOpening()
    {
        lock (_gate)
        {
            try
            {
                if ((_key ??= Read()) is { } key)
                {
                    return key;
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
    private byte[]? Read()
    {
        try
        {
            var text = File.ReadAllText(Path).Trim();
            var key = new byte[Size + 3];
            return text.Length < 64 && Convert.TryFromBase64String(text, key, out var length) && length == Size
                ? key[..Size]
                : throw new RecordVaultException(
                    $"The file {Path} is no key for rejected records (32 bytes as base64). Restore it, or name another with PDMP_KEY_FILE.");
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private byte[] Make()
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
                file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Size)) + "\n"));
                file.Flush(flushToDisk: true);
            }

            Publish(unfinished);
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
