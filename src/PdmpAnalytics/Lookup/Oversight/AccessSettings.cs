using System.Globalization;

namespace PdmpAnalytics.Lookup.Oversight;

/// <summary>Reads the section <c>Lookup:Access</c>: by which numbers a query is worth an auditor's look. Pure.</summary>
public static class AccessSettings
{
    /// <param name="Least">Smallest value that makes sense, included.</param>
    /// <param name="Most">Largest, included.</param>
    private sealed record Setting(double Least, double Most, Func<AccessOptions, double, AccessOptions> Set, bool IsShare = false);

    private static readonly Dictionary<string, Setting> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(AccessOptions.NightFromHour)] = new(0, 23, (o, v) => o with { NightFromHour = (int)v }),
        [nameof(AccessOptions.NightToHour)] = new(0, 23, (o, v) => o with { NightToHour = (int)v }),
        [nameof(AccessOptions.HabitDays)] = new(7, 366, (o, v) => o with { HabitDays = (int)v }),
        [nameof(AccessOptions.HabitQueries)] = new(1, 10_000, (o, v) => o with { HabitQueries = (int)v }),
        [nameof(AccessOptions.NightWorkShare)] = new(0, 1, (o, v) => o with { NightWorkShare = v }, IsShare: true),
        [nameof(AccessOptions.VolumePatients)] = new(1, 100_000, (o, v) => o with { VolumePatients = (int)v }),
        [nameof(AccessOptions.ProgramVolumePatients)] = new(1, 1_000_000, (o, v) => o with { ProgramVolumePatients = (int)v }),
        [nameof(AccessOptions.VolumeTimesPeers)] = new(1, 100, (o, v) => o with { VolumeTimesPeers = v }, IsShare: true),
        [nameof(AccessOptions.VolumePeers)] = new(1, 1000, (o, v) => o with { VolumePeers = (int)v }),
        [nameof(AccessOptions.FillWithinDays)] = new(1, 90, (o, v) => o with { FillWithinDays = (int)v }),
        [nameof(AccessOptions.UnfilledWindowDays)] = new(1, 366, (o, v) => o with { UnfilledWindowDays = (int)v }),
        [nameof(AccessOptions.UnfilledPatients)] = new(1, 100_000, (o, v) => o with { UnfilledPatients = (int)v }),
        [nameof(AccessOptions.UnfilledShare)] = new(0, 1, (o, v) => o with { UnfilledShare = v }, IsShare: true),
        [nameof(AccessOptions.RareSurnameRecords)] = new(1, 1_000_000, (o, v) => o with { RareSurnameRecords = (int)v }),
        [nameof(AccessOptions.RareSurnameShare)] = new(0, 1, (o, v) => o with { RareSurnameShare = v }, IsShare: true),
        [nameof(AccessOptions.Emergencies)] = new(2, 1000, (o, v) => o with { Emergencies = (int)v }),
        [nameof(AccessOptions.EmergencyWindowDays)] = new(1, 366, (o, v) => o with { EmergencyWindowDays = (int)v }),
        [nameof(AccessOptions.SignOffWithinDays)] = new(1, 90, (o, v) => o with { SignOffWithinDays = (int)v }),
    };

    /// <summary>The options with what is stated in place of their own; a complaint for each value that makes no sense.</summary>
    public static AccessOptions Read(AccessOptions options, IReadOnlyDictionary<string, string?> settings, ICollection<string> complaints)
    {
        foreach (var (name, text) in settings)
        {
            if (!Known.TryGetValue(name, out var setting))
            {
                complaints.Add($"Lookup:Access:{name} is not a setting.");
            }
            else if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                && value >= setting.Least && value <= setting.Most && (setting.IsShare || value == Math.Floor(value)))
            {
                options = setting.Set(options, value);
            }
            else
            {
                complaints.Add(string.Create(
                    CultureInfo.InvariantCulture, $"Lookup:Access:{name} must be a {(setting.IsShare ? "" : "whole ")}number from {setting.Least} to {setting.Most}."));
            }
        }

        if (options.NightFromHour == options.NightToHour)
        {
            complaints.Add("Lookup:Access:NightFromHour and NightToHour must differ: the night would have no hour.");
        }

        return options;
    }
}
