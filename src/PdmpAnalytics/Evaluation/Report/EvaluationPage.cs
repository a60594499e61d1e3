using System.Globalization;
using System.Net;

namespace PdmpAnalytics.Evaluation.Report;

/// <summary>An evaluation as one HTML page: no script, no other file, opens anywhere.</summary>
public static class EvaluationPage
{
    /// <summary>Depths of the queue that precision is shown at (our choice, 2026-11-22), besides K.</summary>
    private static readonly int[] Budgets = [10, 25, 50, 100, 150, 200, 300, 500, 1000];

    private const double RatioOfConcern = 1.25;

    /// <param name="about">What was evaluated, in a sentence: the program's version, the folder's name, the day.</param>
    public static string Write(EvaluatedPopulation population, string about)
    {
        using var html = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        html.WriteLine("<!DOCTYPE html>");
        html.WriteLine("<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Evaluation of the review queue</title>");
        html.WriteLine("<style>body{font:16px/1.5 system-ui,'DejaVu Sans',sans-serif;color:#1f2933;max-width:56rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.7rem}h2{font-size:1.25rem;margin-top:2.2rem}table{border-collapse:collapse;margin:.6rem 0}td,th{padding:.25rem .8rem;border-bottom:1px solid #dde3e9;text-align:right}td:first-child,th:first-child,td:nth-child(2),th:nth-child(2){text-align:left}svg{max-width:100%;height:auto}.note{color:#5c6b7a}</style></head><body>");
        html.WriteLine("<h1>Evaluation of the review queue</h1>");
        html.WriteLine($"<p>{WebUtility.HtmlEncode(about)} {N(population.People.Count)} people, {N(population.K)} of whom misuse.</p>");
        Methods(html, population);
        Curves(html, population);
        AtBudgets(html, population);
        Calibration(html, population);
        Patterns(html, population);
        Fairness(html, population);
        html.WriteLine(Limits);
        html.WriteLine("</body></html>");
        return html.ToString();
    }

    private static void Methods(StringWriter html, EvaluatedPopulation population)
    {
        html.WriteLine("<h2>The queue beside other ways to rank the same people</h2><table><tr><th>ranking</th><th>what it is</th><th>average precision</th><th>precision at K</th><th>ROC area</th></tr>");
        foreach (var method in population.Methods)
        {
            var quality = RankingQuality.Of(method.Scores, population.Positive);
            html.WriteLine($"<tr><td>{WebUtility.HtmlEncode(method.Name)}</td><td>{WebUtility.HtmlEncode(method.What)}</td><td>{S(quality.AveragePrecision)}</td><td>{S(quality.PrecisionAtK)}</td><td>{S(RocCurve.Area(method.Scores, population.Positive) ?? 0)}</td></tr>");
        }

        html.WriteLine($"</table><p class=\"note\">Average precision is the area under the precision-recall steps; equal scores are one block. K is {N(population.K)}, the number of people to be found.</p>");
    }

    private static void Curves(StringWriter html, EvaluatedPopulation population)
    {
        var curves = population.Methods.Select(m => (m.Name, Curve: RankingCurve.Of(m.Scores, population.Positive))).ToList();
        html.WriteLine("<h2>Precision and recall</h2>");
        html.WriteLine(LineChart.Draw("Precision by recall", "recall", "precision", [.. curves.Select(c => new ChartLine(c.Name, RankingCurve.Thinned(c.Curve.PrecisionByRecall)))]));
        html.WriteLine("<h2>Receiver operating characteristic</h2>");
        html.WriteLine(LineChart.Draw("ROC", "share of innocent people taken", "recall", [.. curves.Select(c => new ChartLine(c.Name, RankingCurve.Thinned(c.Curve.Roc)))]));
    }

    private static void AtBudgets(StringWriter html, EvaluatedPopulation population)
    {
        var bars = Budgets.Append(population.K).Where(b => b <= population.People.Count).Order().Distinct().Select(budget =>
        {
            var hits = First(population, budget).Zip(population.Positive, (share, positive) => positive ? share : 0).Sum();
            return new ChartBar($"first {N(budget)}{(budget == population.K ? " (K)" : "")}", new Proportion(hits, budget), $"{hits:0.#} found, recall {S(hits / population.K)}");
        });
        html.WriteLine("<h2>Precision at a reviewer's budget</h2>");
        html.WriteLine(BarChart.Draw("Precision among the first of the queue", [.. bars]));
        html.WriteLine("<p class=\"note\">Share of people who misuse among the first of the queue, with 95 % intervals.</p>");
    }

    private static void Calibration(StringWriter html, EvaluatedPopulation population)
    {
        html.WriteLine("<h2>Calibration</h2>");
        var stated = population.Chances.Index().Where(c => c.Item is not null).Select(c => (Chance: c.Item!.Value, population.People[c.Index].Misuse)).ToList();
        if (stated.Count == 0)
        {
            html.WriteLine("<p>No model was promoted, so no chance is stated and there is nothing to calibrate. The priority orders; it is no probability.</p>");
            return;
        }

        var bins = stated.GroupBy(s => Math.Min(9, (int)(10 * s.Chance))).OrderBy(g => g.Key)
            .Select(g => (Mean: g.Average(s => s.Chance), Found: new Proportion(g.Count(s => s.Misuse), g.Count()))).ToList();
        html.WriteLine(LineChart.Draw(
            "Calibration", "stated chance", "share that misuses",
            [
                new ChartLine("model", [.. bins.Select(b => new CurvePoint(b.Mean, b.Found.Share))]) { Intervals = [.. bins.Select(b => (b.Found.Low, b.Found.High))], Dots = true },
                new ChartLine("as stated", [new(0, 0), new(1, 1)]),
            ]));
        html.WriteLine($"<p class=\"note\">{N(stated.Count)} people with an alert, by tenths of the stated chance; bars are 95 % intervals.</p>");
    }

    private static void Patterns(StringWriter html, EvaluatedPopulation population)
    {
        var first = First(population, population.K);
        var kinds = population.People.Select((p, i) => (p.Archetype, p.Misuse, First: population.Product.Scores[i] > 0 ? first[i] : 0))
            .GroupBy(p => (p.Misuse, p.Archetype)).ToList();
        html.WriteLine("<h2>Recall by pattern of misuse</h2>");
        html.WriteLine(BarChart.Draw("Recall by pattern", Bars(kinds.Where(k => k.Key.Misuse).OrderBy(k => k.Key.Archetype, StringComparer.Ordinal), k => (k.Key.Archetype, k.Sum(p => p.First), k.Count()))));
        html.WriteLine("<h2>Reviewed in vain, by innocent pattern</h2>");
        html.WriteLine(BarChart.Draw("False alerts by innocent pattern", Bars(kinds.Where(k => !k.Key.Misuse).OrderByDescending(k => k.Sum(p => p.First) / k.Count()).ThenBy(k => k.Key.Archetype, StringComparer.Ordinal), k => (k.Key.Archetype, k.Sum(p => p.First), k.Count())), 1));
        html.WriteLine("<p class=\"note\">Share of each kind of life among the first K of the queue.</p>");
    }

    private static ChartBar[] Bars<T>(IEnumerable<T> groups, Func<T, (string Name, double Hits, int Of)> figures) =>
        [.. groups.Select(figures).Select(f => new ChartBar(f.Name, new Proportion(f.Hits, f.Of), string.Create(CultureInfo.InvariantCulture, $"{f.Hits:0.#} of {f.Of:#,0}")))];

    private static void Fairness(StringWriter html, EvaluatedPopulation population)
    {
        var first = First(population, population.K);
        html.WriteLine("<h2>Groups of people</h2><p>Of people who do not misuse, the share among the first K; and of people who misuse, the share found. Nothing here is seen by a rule or score, but for age, which chooses the people somebody is compared with.</p>");
        foreach (var (name, of) in new (string, Func<PersonTraits, string>)[] { ("Sex", t => t.Sex), ("Age", t => t.Age), ("Surroundings", t => t.Surroundings) })
        {
            var groups = population.People.Select((p, i) => (p.Misuse, First: population.Product.Scores[i] > 0 ? first[i] : 0, Group: of(population.Traits[i])))
                .GroupBy(p => p.Group).OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
            html.WriteLine($"<h3>{name}</h3><p class=\"note\">Found, of those who misuse</p>");
            html.WriteLine(BarChart.Draw($"Recall by {name}", Bars(groups, g => (g.Key, g.Where(p => p.Misuse).Sum(p => p.First), g.Count(p => p.Misuse)))));
            html.WriteLine("<p class=\"note\">Reviewed in vain, of those who do not</p>");
            html.WriteLine(BarChart.Draw($"False alerts by {name}", Bars(groups, g => (g.Key, g.Where(p => !p.Misuse).Sum(p => p.First), g.Count(p => !p.Misuse))), 1));
            html.WriteLine(Apart(groups.Select(g => (g.Key, new Proportion(g.Where(p => p.Misuse).Sum(p => p.First), g.Count(p => p.Misuse))))));
        }
    }

    /// <summary>Whether recall differs between groups by more than domain reference 6.5 lets pass, and more than chance explains.</summary>
    private static string Apart(IEnumerable<(string Group, Proportion Found)> groups)
    {
        var known = groups.Where(g => g.Found.Of > 0 && g.Found.Share > 0).OrderBy(g => g.Found.Share).ToList();
        if (known.Count < 2)
        {
            return "<p>Too few people to compare.</p>";
        }

        var (least, most) = (known[0], known[^1]);
        var ratio = most.Found.Share / least.Found.Share;
        var beyond = most.Found.Low > least.Found.High;
        return $"<p>{WebUtility.HtmlEncode(most.Group)} beside {WebUtility.HtmlEncode(least.Group)}: ratio {ratio.ToString("0.00", CultureInfo.InvariantCulture)}{(ratio <= RatioOfConcern ? ", within 1.25." : beyond ? ", above 1.25 and more than chance explains: to be reviewed by people." : ", above 1.25; the intervals overlap, so chance may explain it.")}</p>";
    }

    private static double[] First(EvaluatedPopulation population, int count) => RankingQuality.Membership(population.Product.Scores, count);

    private static string S(double share) => share.ToString("0.000", CultureInfo.InvariantCulture);

    private static string N(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private const string Limits = """
        <h2>What invented people cannot show</h2>
        <ul>
        <li>Precision here is no precision in a state: how many misuse, and how plainly, was chosen by whoever invented them.</li>
        <li>The innocent patterns are those somebody thought of. Real histories hold others, and errors of other kinds.</li>
        <li>The truth is known here. In practice it is what reviewers conclude, who see alerts above all and make mistakes.</li>
        <li>Sex, age and place do not change how invented people live except where their maker let them; a gap between groups in real data can neither be seen nor excluded here.</li>
        <li>The published definitions are applied to complete data of one state; programmes apply them to what they receive.</li>
        </ul>
        """;
}
