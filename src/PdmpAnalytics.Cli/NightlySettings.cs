using System.Globalization;
using Microsoft.Extensions.Configuration;
using PdmpAnalytics.Nightly;

namespace PdmpAnalytics.Cli;

/// <summary>Reads the section <c>Nightly</c>: every value that makes no sense is complained of, none is replaced by a default.</summary>
internal static class NightlySettings
{
    private const string LeaseSeconds = nameof(LeaseSeconds);

    private static readonly string[] Known = [LeaseSeconds, nameof(NightlyOptions.BusinessDaysAllowed)];

    public static NightlyOptions Read(IConfigurationSection section)
    {
        var complaints = new List<string>();
        var options = new NightlyOptions();
        if (section[LeaseSeconds] is { } seconds)
        {
            if (double.TryParse(seconds, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var length) && length is >= 1 and <= 3600)
            {
                options = options with { Lease = TimeSpan.FromSeconds(length) };
            }
            else
            {
                complaints.Add($"Nightly:{LeaseSeconds} must be a number of seconds from 1 to 3600.");
            }
        }

        if (section[nameof(NightlyOptions.BusinessDaysAllowed)] is { } days)
        {
            if (int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var allowed) && allowed <= 31)
            {
                options = options with { BusinessDaysAllowed = allowed };
            }
            else
            {
                complaints.Add($"Nightly:{nameof(NightlyOptions.BusinessDaysAllowed)} must be a number of days from 0 to 31.");
            }
        }

        complaints.AddRange(section.GetChildren().Select(c => c.Key)
            .Where(key => !Known.Contains(key, StringComparer.OrdinalIgnoreCase)).Select(key => $"Nightly:{key} is not a setting."));
        return complaints.Count == 0 ? options : throw new SettingsException(string.Join('\n', complaints));
    }
}
