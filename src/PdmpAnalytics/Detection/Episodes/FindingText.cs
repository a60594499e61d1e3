using System.Globalization;
using System.Text;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Episodes;

/// <summary>Puts numbers and names into the sentences of findings. People and places are named by what the reference calls them.</summary>
internal static class FindingText
{
    /// <summary>Plurals that templates count with, and what one of them is called.</summary>
    private static readonly (string Many, string One)[] Countable =
    [
        ("days", "day"), ("events", "event"), ("fills", "fill"), ("payments", "payment"), ("pharmacies", "pharmacy"),
        ("practices", "practice"), ("prescribers", "prescriber"), ("prescriptions", "prescription"), ("records", "record"), ("states", "state"),
    ];

    /// <summary>
    /// The template with each <c>{name}</c> replaced: by a word, else by a value; a name that neither has is a programmer's error. After
    /// a 1 what is counted stands in the singular, also behind an adjective.
    /// </summary>
    public static string Fill(string template, IReadOnlyList<FindingValue> values, params ReadOnlySpan<(string Name, string Text)> words)
    {
        var text = new StringBuilder(template.Length + 64);
        var rest = template.AsSpan();
        for (var open = rest.IndexOf('{'); open >= 0; open = rest.IndexOf('{'))
        {
            var close = rest.IndexOf('}');
            var put = Lookup(rest[(open + 1)..close], values, words);
            text.Append(rest[..open]).Append(put);
            rest = rest[(close + 1)..];
            if (put == "1")
            {
                rest = Singular(rest, text);
            }
        }

        return text.Append(rest).ToString();
    }

    /// <summary>Writes the counted noun in the singular when the text goes on with one, and gives what is left.</summary>
    private static ReadOnlySpan<char> Singular(ReadOnlySpan<char> rest, StringBuilder text)
    {
        var at = 0;
        for (var word = 0; word < 2 && at < rest.Length && rest[at] == ' '; word++)
        {
            var from = at + 1;
            var length = rest[from..].IndexOfAnyExceptInRange('a', 'z') is var end and >= 0 ? end : rest.Length - from;
            foreach (var (many, one) in Countable)
            {
                if (rest.Slice(from, length).SequenceEqual(many))
                {
                    text.Append(rest[..from]).Append(one);
                    return rest[(from + length)..];
                }
            }

            at = from + length;
        }

        return rest;
    }

    private static string Lookup(
        ReadOnlySpan<char> name, IReadOnlyList<FindingValue> values, ReadOnlySpan<(string Name, string Text)> words)
    {
        foreach (var (word, text) in words)
        {
            if (name.SequenceEqual(word))
            {
                return text;
            }
        }

        foreach (var value in values)
        {
            if (name.SequenceEqual(value.Name))
            {
                return Number(value.Number);
            }
        }

        throw new InvalidOperationException($"Nothing for the placeholder {name}.");
    }

    /// <summary>Whole numbers plain, others with up to two decimals.</summary>
    public static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>"1 practice", "2 practices"; a plural that is not the singular and s is given.</summary>
    public static string Many(double count, string one, string? many = null) =>
        $"{Number(count)} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>"95.1st", "96th": the suffix goes by the last digit that is written, 11 to 13 apart.</summary>
    public static string Ordinal(double number)
    {
        var text = Number(number);
        return text + (text[^1], text is [.., '1', _]) switch
        {
            ('1', false) => "st",
            ('2', false) => "nd",
            ('3', false) => "rd",
            _ => "th",
        };
    }

    public static string Date(int day) => DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Of(DrugScope scope) => scope switch
    {
        DrugScope.Sedatives => "sedatives",
        DrugScope.Opioids => "opioids",
        DrugScope.Stimulants => "stimulants",
        DrugScope.All => "controlled drugs",
    };

    public static string Of(DrugClass drugClass) => drugClass switch
    {
        DrugClass.Unknown => "unknown product",
        DrugClass.Benzodiazepine => "benzodiazepine",
        DrugClass.ZDrug => "Z-drug",
        DrugClass.OrexinAntagonist => "orexin antagonist",
        DrugClass.MuscleRelaxant => "muscle relaxant",
        DrugClass.Barbiturate => "barbiturate",
        DrugClass.OtherSedative => "other sedative",
        DrugClass.Opioid => "opioid",
        DrugClass.OpioidUseTreatment => "opioid use treatment",
        DrugClass.Stimulant => "stimulant",
        DrugClass.WakePromoting => "wake-promoting drug",
        DrugClass.Gabapentinoid => "gabapentinoid",
        DrugClass.Other => "other drug",
    };

    public static string Dispenser(DispensingHistory history, in Fill fill) =>
        Name(history.Reference?.DispenserNames, fill.DispenserId) ?? $"dispenser {fill.DispenserId}";

    public static string Practice(DispensingHistory history, in Fill fill) =>
        Name(history.Reference?.PracticeNames, fill.PracticeId) ?? $"practice {fill.PracticeId}";

    public static string Drug(DispensingHistory history, in Fill fill) => Drug(history, fill.IngredientId);

    public static string Drug(DispensingHistory history, int ingredientId) =>
        ingredientId < 0 ? "unknown product" : history.Reference?.Catalog.Ingredients[ingredientId].Name ?? $"drug {ingredientId}";

    /// <summary>"the fill of 2025-03-03 at Main Street Pharmacy".</summary>
    public static string TheFill(DispensingHistory history, in Fill fill) =>
        $"the fill of {Date(fill.StartDay)} at {Dispenser(history, in fill)}";

    /// <summary>The fill, or how many they are and from when to when.</summary>
    /// <param name="positions">At least one, oldest first.</param>
    public static string TheFills(DispensingHistory history, IReadOnlyList<int> positions) => positions.Count == 1
        ? TheFill(history, in history.Fills[positions[0]])
        : $"the {positions.Count} fills from {Date(history.Fills[positions[0]].StartDay)} to {Date(history.Fills[positions[^1]].StartDay)}";

    /// <summary>"A", "A and B", "A, B and C".</summary>
    public static string List(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "",
        1 => names[0],
        _ => $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}",
    };

    private static string? Name(IReadOnlyList<string>? names, int id) =>
        names is not null && id >= 0 && id < names.Count && names[id].Length > 0 ? names[id] : null;
}
