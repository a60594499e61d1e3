using System.Globalization;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection;

/// <summary>Writes the catalogue as Markdown: the part of this folder's README that must not drift from the rules.</summary>
public static class RuleCatalogPage
{
    /// <summary>One section a rule, in catalogue order, with the defaults; lines end in a line feed.</summary>
    public static string Write(RuleCatalog catalog)
    {
        using var page = new StringWriter(CultureInfo.InvariantCulture);
        foreach (var rule in catalog.Catalogued)
        {
            Write(page, rule.Definition);
            foreach (var population in catalog.DispenserRules.Where(r => r.Definition.Id == rule.Definition.Id))
            {
                page.Write($"- **Over a pharmacy.** {population.Definition.Counts}\n");
            }

            page.Write("\n| threshold | default | meaning | source |\n|---|---|---|---|\n");
            foreach (var threshold in rule.Thresholds)
            {
                page.Write($"| `{threshold.Name}` | {threshold.Default} | {threshold.Meaning} | {threshold.Source} |\n");
            }

            page.Write('\n');
        }

        return page.ToString();
    }

    private static void Write(StringWriter page, RuleDefinition rule)
    {
        page.Write($"### {rule.Id} {rule.Title}\n\n");
        page.Write($"`{rule.Name}`, version {rule.Version}, {Queue(rule.Queue)}{Company(rule.QueuesAloneFrom)}; {Silence(rule.SilencedBy)}{(rule.OnByDefault ? "" : "; **off by default**")}.\n\n");
        page.Write($"- **Counts.** {rule.Counts}\n");
        page.Write($"- **Says.** \"{rule.Template}\"\n");
        page.Write($"- **Source.** {rule.Citation}\n");
        page.Write($"- **Legitimate reasons.** {rule.LegitimateReasons}\n");
        page.Write($"- **Check first.** {rule.ReviewerCheck}\n");
    }

    private static string Company(Severity? alone) =>
        alone is not { } from ? " beside another rule's finding"
        : from <= Severity.Low ? ""
        : $", below {from} beside another rule's finding";

    private static string Queue(ReviewQueueKind queue) => queue switch
    {
        ReviewQueueKind.None => "never queued on its own",
        ReviewQueueKind.Review => "review queue",
        ReviewQueueKind.Safety => "safety queue",
        ReviewQueueKind.Data => "data queue",
        ReviewQueueKind.Board => "board queue",
        ReviewQueueKind.Audit => "audit queue",
    };

    private static string Silence(FillContext contexts) =>
        contexts == ExemptContexts.Usual ? "Info in every exempt context"
        : contexts == ExemptContexts.Combinations ? "Info in hospice, palliative, cancer and sickle-cell care only"
        : contexts == FillContext.None ? "no context lowers it"
        : $"Info in {contexts}";
}
