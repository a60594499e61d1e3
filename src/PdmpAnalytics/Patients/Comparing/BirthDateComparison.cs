namespace PdmpAnalytics.Patients.Comparing;

/// <summary>Compares birth dates as eight digits yyyyMMdd, whether or not they are dates of the calendar.</summary>
internal static class BirthDateComparison
{
    /// <summary>Papers give 1 January where only the year is known, so it does not contradict another day of that year.</summary>
    private const int NewYear = 101;

    public static BirthDateLevel Level(int a, int b)
    {
        if (a == 0 || b == 0)
        {
            return BirthDateLevel.Missing;
        }

        if (a == b)
        {
            return BirthDateLevel.Same;
        }

        var (yearA, monthA, dayA) = (a / 10_000, a / 100 % 100, a % 100);
        var (yearB, monthB, dayB) = (b / 10_000, b / 100 % 100, b % 100);
        if (yearA == yearB && monthA == dayB && dayA == monthB)
        {
            return BirthDateLevel.DayMonthSwapped;
        }

        if (IsOneDigit(a, b))
        {
            return BirthDateLevel.OneDigit;
        }

        var equal = (yearA == yearB ? 1 : 0) + (monthA == monthB ? 1 : 0) + (dayA == dayB ? 1 : 0);
        return equal >= 2 || yearA == yearB && (a % 10_000 == NewYear || b % 10_000 == NewYear) ? BirthDateLevel.TwoParts : yearA == yearB ? BirthDateLevel.SameYear : BirthDateLevel.Different;
    }

    /// <summary>Years between the two, whichever is earlier; 0 when one is not known.</summary>
    public static int YearsApart(int a, int b) => a == 0 || b == 0 ? 0 : Math.Abs(a / 10_000 - b / 10_000);

    private static bool IsOneDigit(int a, int b)
    {
        int differing = 0, place = 0, firstPlace = -1, firstA = 0, firstB = 0;
        for (; a > 0 || b > 0; a /= 10, b /= 10, place++)
        {
            var (digitA, digitB) = (a % 10, b % 10);
            if (digitA == digitB)
            {
                continue;
            }

            if (++differing == 1)
            {
                (firstPlace, firstA, firstB) = (place, digitA, digitB);
            }
            else if (differing > 2 || place != firstPlace + 1 || digitA != firstB || digitB != firstA)
            {
                return false;
            }
        }

        return differing > 0;
    }
}
