using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PdmpAnalytics.Review.Referral;

/// <summary>A notice to one prescriber that a history is available, from a template; composed for a person to read and send. Pure.</summary>
public static partial class PrescriberLetter
{
    /// <summary>
    /// Says what was seen and asks for nothing: the recipient has no duty to act, and the notice is not a judgement (Minnesota's
    /// unsolicited reports, domain reference 5.1).
    /// </summary>
    public const string DefaultTemplate =
        """
        {date}

        Dear {prescriber},

        Records of the prescription monitoring program show that {patient}, born {born}, received controlled
        substances from {prescribers} prescribers and {dispensers} pharmacies between {from} and {to}. You are named as
        prescriber of {own}:

        {fills}

        This notice tells you that a history is available. It is no judgement about your patient or your care, and
        you have no duty to act on it. Records are as pharmacies reported them and may be wrong; please verify them with
        your patient before relying on them, and tell us about any mistake.
        """;

    /// <summary>The letter's text; Incomplete when the prescriber has no fill in the packet or the template names something unknown.</summary>
    /// <param name="prescriber">As the packet's fills name them.</param>
    /// <param name="date">Of the letter.</param>
    public static Result<string> Compose(PacketContent packet, string prescriber, string template, DateOnly date)
    {
        var counted = packet.Fills.Where(f => f.Counted).ToList();
        var own = counted.Where(f => f.Prescriber == prescriber).ToList();
        if (own.Count == 0 || packet.Identities.Count == 0)
        {
            return new Refusal(RefusalReason.Incomplete, $"Alert {packet.AlertId} has no counted fill of that prescriber about a patient.");
        }

        var named = Named(packet, own);
        if (named.Refusal is { } unclear)
        {
            return unclear;
        }

        var person = named.Value;
        var values = new Dictionary<string, string>
        {
            ["date"] = Day(date),
            ["prescriber"] = prescriber,
            ["patient"] = $"{person.FirstName} {person.LastName}",
            ["born"] = Day(person.BirthDate),
            ["prescribers"] = Number(counted.Select(f => f.Prescriber).Distinct().Count()),
            ["dispensers"] = Number(counted.Select(f => f.Dispenser).Distinct().Count()),
            ["from"] = Day(counted.Min(f => f.FirstDay)),
            ["to"] = Day(counted.Max(f => f.FirstDay)),
            ["own"] = own.Count == 1 ? "this fill" : $"these {Number(own.Count)} fills",
            ["fills"] = Lines(own),
        };
        return Placeholders().Matches(template).Select(m => m.Groups[1].Value).FirstOrDefault(name => !values.ContainsKey(name)) is { } unknown
            ? new Refusal(RefusalReason.Incomplete, $"The template's {{{unknown}}} is not known; there are {string.Join(", ", values.Keys)}.")
            : Placeholders().Replace(template, m => values[m.Groups[1].Value]);
    }

    /// <summary>The patient as that prescriber's own fills name them, never by what others submitted; WrongState when those disagree on who it is.</summary>
    private static Result<PacketIdentity> Named(PacketContent packet, List<PacketFill> own)
    {
        var identities = own.GroupBy(f => f.RecordId).OrderByDescending(g => g.Count()).ThenBy(g => g.Key)
            .Select(g => packet.Identities.SingleOrDefault(i => i.RecordId == g.Key)).ToList();
        return identities.Any(i => i is null) || identities.Select(i => i!.BirthDate).Distinct().Count() > 1
            ? new Refusal(RefusalReason.WrongState, "That prescriber's fills stand under different birth dates, or under records that are not the patient's any more: settle who it is first.")
            : identities[0]!;
    }

    private static string Lines(List<PacketFill> fills)
    {
        var lines = new StringBuilder();
        foreach (var f in fills)
        {
            lines.Append(CultureInfo.InvariantCulture, $"  {f.FirstDay:yyyy-MM-dd}  {f.Drug}, {f.Quantity:0.##} for {f.Days} days\n");
        }

        return lines.ToString().TrimEnd('\n');
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholders();
}
