using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PdmpAnalytics.Review;

/// <summary>Tells whether judging again said anything new: 64 bits of SHA-256 over all an alert shows, except the day judged from and what a candidate would say.</summary>
internal static class AlertFingerprint
{
    public static long Of(AlertContent content)
    {
        var text = new StringBuilder(2048);
        foreach (var f in content.Findings)
        {
            Add(text, $"{f.Rule.Id}|{f.Rule.Version}|{f.Scope}|{f.Severity}|{f.FirstDay:O}|{f.LastDay:O}|{f.PeakDay:O}|{f.LookBackDays}|{f.ExemptBy}");
            Add(text, $"{f.Text}|{f.SilentIf}|{f.Thresholds}|{string.Join('|', f.Notes)}");
            Add(text, $"{string.Join(',', f.Evidence)}");
            if (f.Otherwise is { } otherwise)
            {
                Add(text, $"{otherwise}|{f.ExemptByHand?.Id}|{f.ExemptByHand?.Until:O}");
            }

            if (f.Editions.Length > 0)
            {
                Add(text, $"{f.Editions}|{string.Join('|', f.DosesByEdition)}");
            }

            foreach (var value in f.Values)
            {
                Add(text, $"{value.Name}={value.Number:R}");
            }
        }

        Add(text, $"{content.Exemptions}|{content.IdentityConfidence:R}|{content.Priority:R}");
        if (content.UncertainLink is { } link)
        {
            Add(text, $"{link.Probability:R}|{link.RecordA}|{link.RecordB}|{link.Fills}|{link.StandsWithout}");
        }

        if (content.DrawnBy is { } sample)
        {
            Add(text, $"sample {sample.Share:R} {sample.Seed}");
        }

        if (content.Score is { } score)
        {
            Add(text, $"{score.Anomaly:R}|{score.Percentile:R}");
            if (score.Risk is { } risk)
            {
                Add(text, $"{risk.ModelId}|{risk.Probability:R}");
            }
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }

    private static void Add(StringBuilder text, FormattableString line) =>
        text.Append(CultureInfo.InvariantCulture, $"{line.ToString(CultureInfo.InvariantCulture)}\n");
}
