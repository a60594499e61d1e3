using System.Globalization;

namespace PdmpAnalytics.Nightly;

/// <summary>
/// Names a process so that another on the same machine can tell whether it still lives: then a killed run is succeeded at once,
/// without waiting for its lease to end. On Linux only; elsewhere the end of the lease decides.
/// </summary>
internal static class LeaseHolder
{
    /// <summary>Field of /proc/PID/stat with the start in clock ticks since boot, counted after the name (proc(5): field 22; two stand up to the name).</summary>
    private const int StartTimeAfterName = 22 - 3;

    /// <summary>This process: machine, its space of process ids, id and start.</summary>
    public static string Own() => Place() is { } place && StartOf(Environment.ProcessId) is { } start
        ? string.Create(CultureInfo.InvariantCulture, $"{place}/{Environment.ProcessId}/{start}")
        : $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>True when the holder ran here and is gone; false when it lives or cannot be seen from here.</summary>
    public static bool IsGone(string holder)
    {
        var end = holder.LastIndexOf('/');
        var middle = end > 0 ? holder.LastIndexOf('/', end - 1) : -1;
        return middle > 0
            && Place() == holder[..middle]
            && int.TryParse(holder.AsSpan(middle + 1, end - middle - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && StartOf(id) != holder[(end + 1)..];
    }

    /// <summary>The machine since it booted, and the space that process ids count in: containers on one machine have their own.</summary>
    private static string? Place()
    {
        const string bootId = "/proc/sys/kernel/random/boot_id";
        return File.Exists(bootId) && new FileInfo("/proc/self/ns/pid").LinkTarget is { } space
            ? File.ReadAllText(bootId).Trim() + '/' + space
            : null;
    }

    /// <summary>Null for a process that is not there, or was killed and waits to be noticed by its parent.</summary>
    private static string? StartOf(int id)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : fields[StartTimeAfterName];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
