namespace PdmpAnalytics.Synthetic;

/// <summary>The ways hands go wrong on a keyboard.</summary>
internal static class TypingSlips
{
    private static readonly (string Short, string Long)[] Endings =
        [(" AVE", " AVENUE"), (" ST", " STREET"), (" RD", " ROAD"), (" DR", " DRIVE"), (" LN", " LANE"), (" CT", " COURT")];

    /// <summary>One letter dropped, doubled, swapped with its neighbour or replaced.</summary>
    public static string Name(RandomStream random, string name)
    {
        if (name.Length < 3)
        {
            return name;
        }

        var at = random.Between(1, name.Length - 2);
        return random.Below(4) switch
        {
            0 => name.Remove(at, 1),
            1 => name.Insert(at, name.Substring(at, 1)),
            2 => name[..at] + name[at + 1] + name[at] + name[(at + 2)..],
            _ => name[..at] + (char)('A' + random.Below(26)) + name[(at + 1)..],
        };
    }

    /// <summary>Day and month exchanged where that gives a date, else a day, month or year that is off by a little.</summary>
    public static DateOnly Date(RandomStream random, DateOnly date)
    {
        if (date.Day <= 12 && date.Day != date.Month && random.Chance(0.4))
        {
            return new DateOnly(date.Year, date.Day, date.Month);
        }

        return random.Below(3) switch
        {
            0 => date.AddDays(random.Pick([-1, 1, 10, -10])),
            1 => date.AddMonths(random.Pick([-1, 1])),
            _ => date.AddYears(random.Pick([-1, 1, -10, 10])),
        };
    }

    /// <summary>The same address as another clerk would write it: endings spelled out, flats as # or UNIT.</summary>
    public static string AddressStyle(RandomStream random, string address)
    {
        foreach (var (shortEnding, longEnding) in Endings)
        {
            if (address.EndsWith(shortEnding, StringComparison.Ordinal))
            {
                return address[..^shortEnding.Length] + longEnding;
            }
        }

        return address.Replace(" APT ", random.Chance(0.5) ? " #" : " UNIT ", StringComparison.Ordinal);
    }
}
