using System.Globalization;
using System.Net;
using System.Text;

namespace PdmpAnalytics.Review.Referral;

/// <summary>A packet as one HTML file that needs nothing else: to read, print or keep. Pure.</summary>
public static class PacketHtml
{
    private const string Style =
        "body{font:11pt/1.4 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111}h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}"
        + "table{border-collapse:collapse;width:100%;font-size:9.5pt}th,td{border-bottom:1px solid #bbb;padding:.25rem .5rem;text-align:left;vertical-align:top}"
        + "td.n{text-align:right}article{border-left:4px solid #666;padding:.1rem 1rem;margin:1rem 0;break-inside:avoid}.k{color:#444;font-size:9.5pt}"
        + "tr{break-inside:avoid}thead{display:table-header-group}";

    /// <param name="sha256">Of the packet's JSON.</param>
    public static string Write(PacketContent packet, string sha256)
    {
        var html = new StringBuilder()
            .Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append(CultureInfo.InvariantCulture, $"<title>Case packet, alert {packet.AlertId}</title>\n<style>{Style}</style>\n</head>\n<body>\n")
            .Append(CultureInfo.InvariantCulture, $"<h1>Case packet: {packet.SubjectKind} {packet.SubjectId}</h1>\n")
            .Append(CultureInfo.InvariantCulture, $"<p class=\"k\">Alert {packet.AlertId}, version {packet.AlertVersion}, as of {packet.AsOf:yyyy-MM-dd}. Made {packet.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC by {Text(packet.MadeBy)}.</p>\n")
            .Append("<p>A pattern for review, measured from records as dispensers reported them. It is no judgement about a person; verify it with those involved.</p>\n");
        Identities(html, packet.Identities);
        Findings(html, packet.Findings);
        Fills(html, packet.Fills);
        if (packet.FillsWithheld > 0)
        {
            html.Append("<p>Records that may not be disclosed again, and findings that rest on them, are left out (42 CFR Part 2).</p>\n");
        }

        return html.Append(CultureInfo.InvariantCulture, $"<p class=\"k\">SHA-256 of the packet's JSON: {sha256}</p>\n</body>\n</html>\n").ToString();
    }

    private static void Identities(StringBuilder html, IReadOnlyList<PacketIdentity> identities)
    {
        if (identities.Count == 0)
        {
            return;
        }

        html.Append("<h2>Identities as submitted</h2>\n<table><thead><tr><th>Record</th><th>Name</th><th>Born</th><th>Sex</th><th>Address</th></tr></thead><tbody>\n");
        foreach (var i in identities)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{i.RecordId}</td><td>{Text(i.LastName)}, {Text(i.FirstName)}</td><td>{i.BirthDate:yyyy-MM-dd}</td><td>{Text(i.Sex)}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{Text(i.Address)}, {Text(i.City)} {Text(i.State)} {Text(i.Zip)}</td></tr>\n");
        }

        html.Append("</tbody></table>\n");
    }

    private static void Findings(StringBuilder html, IReadOnlyList<PacketFinding> findings)
    {
        html.Append("<h2>What was measured</h2>\n");
        foreach (var f in findings)
        {
            html.Append(CultureInfo.InvariantCulture, $"<article><h3>{Text(f.RuleId)} {Text(f.RuleName)} ({f.Severity})</h3>\n<p>{Text(f.Text)}</p>\n")
                .Append(CultureInfo.InvariantCulture, $"<p class=\"k\">Held {f.FirstDay:yyyy-MM-dd} to {f.LastDay:yyyy-MM-dd}. Silent on its peak day if: {Text(f.SilentIf)} Thresholds: {Text(f.Thresholds)}. ")
                .Append(CultureInfo.InvariantCulture, $"Version {f.RuleVersion}. Source: {Text(f.Citation)}. Fills: {string.Join(", ", f.Evidence)}.</p></article>\n");
        }
    }

    private static void Fills(StringBuilder html, IReadOnlyList<PacketFill> fills)
    {
        html.Append("<h2>Fills</h2>\n<table><thead><tr><th>Fill</th><th>From</th><th>To</th><th>Drug</th><th>Quantity</th><th>Days</th><th>Rx</th><th>Prescriber</th><th>Dispenser</th><th>Paid by</th><th>Counted</th></tr></thead><tbody>\n");
        foreach (var f in fills)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{f.Id}</td><td>{f.FirstDay:yyyy-MM-dd}</td><td>{f.LastDay:yyyy-MM-dd}</td><td>{Text(f.Drug)}</td><td class=\"n\">{f.Quantity:0.##}</td><td class=\"n\">{f.Days}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{Text(f.RxNumber)}</td><td>{Text(f.Prescriber)}</td><td>{Text(f.Dispenser)}</td><td>{f.Payment}</td><td>{(f.Counted ? "yes" : "")}</td></tr>\n");
        }

        html.Append("</tbody></table>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
