using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PdmpAnalytics.Evaluation;

/// <summary>How pairs of one kind fared. A pair counts where its first record stands.</summary>
/// <param name="Kind">"sex", "born", "letters of the name", or "difference" for how two records differ; a pair may differ in several ways.</param>
/// <param name="TruePairs">Pairs of one true person.</param>
/// <param name="Found">Those that were linked.</param>
/// <param name="Linked">Pairs that were linked.</param>
/// <param name="Wrong">Those of two people.</param>
public sealed record GroupQuality(string Kind, string Group, long TruePairs, long Found, long Linked, long Wrong)
{
    /// <summary>Pairs of one true person that were not linked.</summary>
    public long Missed => TruePairs - Found;

    /// <summary>1 without a true pair.</summary>
    public double Recall => TruePairs == 0 ? 1 : (double)Found / TruePairs;

    /// <summary>1 without a linked pair.</summary>
    public double Precision => Linked == 0 ? 1 : 1 - (double)Wrong / Linked;
}

/// <summary>What `evaluate --link` found, for people and for programs.</summary>
public sealed record LinkageFileReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public required LinkageQuality Quality { get; init; }

    /// <summary>True persons.</summary>
    public required int Entities { get; init; }

    /// <summary>Persons found.</summary>
    public required int Persons { get; init; }

    /// <summary>True persons found whole, with nobody else's record among theirs.</summary>
    public required int WholePersons { get; init; }

    /// <summary>Pairs left to a reviewer.</summary>
    public required int Proposals { get; init; }

    /// <summary>Pairs that would be proposed or merged if a guard did not keep them apart; a reviewer sees those, too.</summary>
    public required int Guarded { get; init; }

    /// <summary>Blocks too large to be looked at: records that share nothing else were not compared.</summary>
    public required int BlocksLeftOut { get; init; }

    public required IReadOnlyList<GroupQuality> Groups { get; init; }

    /// <summary><c>{"records","true_pairs","precision","recall","f1","seconds","entities","persons","whole_persons","proposals","guarded","blocks_left_out","groups"}</c>.</summary>
    /// <param name="seconds">What reading and linking took.</param>
    public string ToJson(double seconds)
    {
        var groups = new JsonArray();
        foreach (var group in Groups)
        {
            groups.Add(new JsonObject
            {
                ["kind"] = group.Kind,
                ["group"] = group.Group,
                ["true_pairs"] = group.TruePairs,
                ["recall"] = Math.Round(group.Recall, 6),
                ["missed_pairs"] = group.Missed,
                ["linked_pairs"] = group.Linked,
                ["wrong_pairs"] = group.Wrong,
            });
        }

        return new JsonObject
        {
            ["records"] = Quality.Records,
            ["true_pairs"] = Quality.TruePairs,
            ["precision"] = Math.Round(Quality.Precision, 6),
            ["recall"] = Math.Round(Quality.Recall, 6),
            ["f1"] = Math.Round(Quality.F1, 6),
            ["seconds"] = Math.Round(seconds, 3),
            ["entities"] = Entities,
            ["persons"] = Persons,
            ["whole_persons"] = WholePersons,
            ["proposals"] = Proposals,
            ["guarded"] = Guarded,
            ["blocks_left_out"] = BlocksLeftOut,
            ["groups"] = groups,
        }.ToJsonString(Indented);
    }

    /// <summary>One line of figures and a table a kind of group, lines ended by LF.</summary>
    public string ToText(double seconds)
    {
        var text = new StringBuilder();
        Line(text, $"{Quality.Records} records, {Quality.TruePairs} true pairs: precision {Quality.Precision:F5}, recall {Quality.Recall:F5}, F1 {Quality.F1:F5}; {seconds:F1} s");
        Line(text, $"{Entities} true persons, {Persons} found, {WholePersons} of them whole; {Proposals} pairs left to a reviewer, {Guarded} kept apart by a guard, {BlocksLeftOut} blocks too large to look at");
        foreach (var kind in Groups.GroupBy(g => g.Kind))
        {
            Line(text, $"\n{kind.Key,-32} {"true pairs",11} {"found",8} {"missed",8} {"linked pairs",13} {"wrong",7}");
            foreach (var group in kind)
            {
                Line(text, $"{group.Group,-32} {group.TruePairs,11} {group.Recall,8:P2} {group.Missed,8} {group.Linked,13} {group.Wrong,7}");
            }
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
