using System.Globalization;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Review;

/// <summary>
/// What an analyst types into the search box: <c>is:unclaimed rule:PS-03 score:>90</c>, the number of an alert, or a name.
/// Every part narrows; what cannot be understood is refused with a sentence that says why. Pure.
/// </summary>
public static class QueueSearch
{
    private static readonly string[] Is =
        ["unclaimed", "claimed", "mine", "overdue", "snoozed", "awake", "exempt", "closed", "open", "recorded", "second", "disputed"];

    /// <param name="user">The account that searches, for <c>is:mine</c> and <c>is:second</c>.</param>
    /// <param name="start">What the search narrows.</param>
    public static Result<AlertFilter> Parse(string text, string user, AlertFilter start)
    {
        Result<AlertFilter> filter = start;
        var name = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (filter.Refusal is not null)
            {
                return filter;
            }

            if (word.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                filter = Part(filter.Value, word[..colon].ToLowerInvariant(), word[(colon + 1)..], user);
            }
            else if (long.TryParse(word.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                filter = filter.Value with { AlertId = id, IncludeRecorded = true };
            }
            else
            {
                name.Add(word);
            }
        }

        return filter.Refusal is not null || name.Count == 0 ? filter : filter.Value with { Name = Name(name) };
    }

    /// <summary><c>LAST</c>, <c>LAST, FIRST</c> or <c>FIRST LAST</c>.</summary>
    private static NameSought Name(List<string> words)
    {
        var text = string.Join(' ', words);
        return text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [var last, var first] ? new(last, first)
            : words is [var given, var family] ? new(family, given)
            : new(text.Trim(',', ' '), null);
    }

    private static Result<AlertFilter> Part(AlertFilter filter, string key, string value, string user) => key switch
    {
        _ when value.Length == 0 => Refuse($"'{key}:' needs something after the colon."),
        "is" => IsPart(filter, value.ToLowerInvariant(), user),
        "state" => With(
            Named<AlertState>(key, value, AlertCodes.Of),
            state => filter with { State = state, IncludeRecorded = filter.IncludeRecorded || !state.IsOpen() }),
        "queue" => With(Named<ReviewQueueKind>(key, value, AlertCodes.Of), queue => filter with { Queue = queue }),
        "severity" => SeverityPart(filter, value),
        "rule" => filter with { RuleId = value.ToUpperInvariant() },
        "drug" => With(Named<DrugScope>(key, value, scope => scope.ToString().ToLowerInvariant()), drugs => filter with { Drugs = drugs }),
        "in" => value is [var a, var b] && char.IsAsciiLetter(a) && char.IsAsciiLetter(b)
            ? filter with { PatientState = value.ToUpperInvariant() } : Refuse($"'in:{value}' is no state; write in:MN."),
        "zip" => value.Length == 3 && value.All(char.IsAsciiDigit)
            ? filter with { Zip3 = value } : Refuse($"'zip:{value}' is not the first three digits of a ZIP; write zip:554."),
        "to" => filter with { Assignee = value },
        "patient" => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? filter with { PatientId = id } : Refuse($"'patient:{value}' is no number of a patient."),
        "score" => With(Range(key, value), score => filter with { Score = score }),
        "priority" => With(Range(key, value), priority => filter with { PriorityRange = priority }),
        "age" => With(Range(key, value), age => filter with { AgeDays = age }),
        "sort" => With(Named<AlertSort>(key, value, sort => sort.ToString().ToLowerInvariant()), sort => filter with { Sort = sort }),
        _ => Refuse($"'{key}:' is not known; there are is, state, queue, severity, rule, drug, in, zip, to, patient, score, priority, age and sort."),
    };

    private static Result<AlertFilter> With<T>(Result<T> read, Func<T, AlertFilter> with) =>
        read.Refusal is { } refusal ? refusal : with(read.Value);

    private static Result<AlertFilter> IsPart(AlertFilter filter, string value, string user) => value switch
    {
        "unclaimed" => filter with { Claimed = false },
        "claimed" => filter with { Claimed = true },
        "mine" => filter with { Mine = user },
        "overdue" => filter with { Overdue = true },
        "snoozed" => filter with { Snoozed = true },
        "awake" => filter with { Snoozed = false },
        "exempt" => filter with { Exempt = true, IncludeRecorded = true },
        "closed" => filter with { State = AlertState.Closed, IncludeRecorded = true },
        "open" => filter with { State = null, IncludeRecorded = false },
        "recorded" => filter with { IncludeRecorded = true },
        "second" => filter with { SecondReadingBy = user },
        "disputed" => filter with { Disputed = true },
        _ => Refuse($"'is:{value}' is not known; there are {string.Join(", ", Is)}."),
    };

    private static Result<AlertFilter> SeverityPart(AlertFilter filter, string value)
    {
        var (sign, word) = Sign(value);
        return With(Named<Severity>("severity", word, AlertCodes.Of), at => sign switch
        {
            "" => filter with { SeverityFrom = at, SeverityTo = at },
            ">=" => filter with { SeverityFrom = at },
            "<=" => filter with { SeverityTo = at },
            ">" => filter with { SeverityFrom = at + 1 },
            _ => filter with { SeverityTo = at - 1 },
        });
    }

    private static Result<NumberRange> Range(string key, string value)
    {
        var (sign, text) = Sign(value);
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return Refuse($"'{key}:{value}' has no number; write {key}:>90 or {key}:<=90.");
        }

        return sign switch
        {
            "" => new NumberRange(number, number),
            ">=" => new NumberRange(number, null),
            "<=" => new NumberRange(null, number),
            ">" => new NumberRange(Math.BitIncrement(number), null),
            _ => new NumberRange(null, Math.BitDecrement(number)),
        };
    }

    private static (string Sign, string Word) Sign(string value)
    {
        var length = value.StartsWith(">=", StringComparison.Ordinal) || value.StartsWith("<=", StringComparison.Ordinal) ? 2
            : value[0] is '>' or '<' ? 1
            : 0;
        return (value[..length], value[length..]);
    }

    /// <summary>The member of that name, dashes and underscores alike.</summary>
    private static Result<T> Named<T>(string key, string text, Func<T, string> name)
        where T : struct, Enum
    {
        var (sought, values) = (text.ToLowerInvariant().Replace('-', '_'), Enum.GetValues<T>());
        return Array.FindIndex(values, value => name(value) == sought) is >= 0 and var index
            ? values[index]
            : Refuse($"'{key}:{text}' is not known; there are {string.Join(", ", values.Select(name))}.");
    }

    private static Refusal Refuse(string message) => new(RefusalReason.Incomplete, message);
}
