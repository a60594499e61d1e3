using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace PdmpAnalytics.Storage;

/// <summary>A date as the number of days since 0001-01-01.</summary>
internal sealed class DayNumberConverter()
    : ValueConverter<DateOnly, int>(date => date.DayNumber, number => DateOnly.FromDayNumber(number));

/// <summary>An instant as milliseconds since 1970-01-01 UTC.</summary>
internal sealed class UnixMillisecondsConverter()
    : ValueConverter<DateTimeOffset, long>(
        instant => instant.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
