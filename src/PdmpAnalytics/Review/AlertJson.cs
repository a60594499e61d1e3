using System.Globalization;
using System.Text.Json;
using PdmpAnalytics.Detection.Exemptions;
using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Review;

/// <summary>An alert as JSON: the fields of the CSV export plus score parts and findings with evidence.</summary>
internal static class AlertJson
{
    public static void Write(Utf8JsonWriter json, Alert alert)
    {
        json.WriteStartObject();
        json.WriteNumber("alert_id", alert.Id);
        json.WriteString("queue", AlertCodes.Of(alert.Queue));
        json.WriteString("hold", AlertCodes.Of(alert.Hold));
        json.WriteString("subject_kind", AlertCodes.Of(alert.SubjectKind));
        json.WriteNumber("subject_id", alert.SubjectId);
        WriteOptional(json, "patient_id", alert.SubjectKind == AlertSubjectKind.Patient ? alert.SubjectId : null);
        json.WriteNumber("priority", alert.Priority);
        json.WriteString("severity", AlertCodes.Of(alert.Severity));
        json.WriteString("state", AlertCodes.Of(alert.State));
        json.WriteString("disposition", alert.Disposition?.Code());
        json.WriteString("rules", alert.Rules);
        WriteOptional(json, "anomaly", alert.Anomaly);
        WriteOptional(json, "anomaly_percentile", alert.AnomalyPercentile);
        WriteOptional(json, "risk_probability", alert.RiskProbability);
        WriteOptional(json, "risk_model", alert.RiskModelId);
        WriteOptional(json, "challenger_probability", alert.ChallengerProbability);
        WriteOptional(json, "challenger_model", alert.ChallengerId);
        WriteDay(json, "raised_on", alert.RaisedOn);
        WriteDay(json, "as_of", alert.AsOf);
        WriteContexts(json, "exemptions", alert.Exemptions);
        json.WriteNumber("identity_confidence", alert.IdentityConfidence);
        Write(json, alert.UncertainLink);
        json.WriteNumber("version", alert.Version);
        json.WriteNumber("evidence_fills", alert.EvidenceCount);
        Write(json, "score_parts", alert.ScoreParts);
        Write(json, "risk_parts", alert.RiskParts);
        json.WriteStartArray("findings");
        foreach (var finding in alert.Findings.OrderBy(f => f.Position))
        {
            Write(json, finding);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<ScorePart> parts)
    {
        json.WriteStartArray(name);
        foreach (var part in parts)
        {
            json.WriteStartObject();
            json.WriteString("feature", part.Feature);
            json.WriteNumber("value", part.Value);
            WriteOptional(json, "now", part.Now);
            json.WriteNumber("contribution", part.Contribution);
            json.WriteString("explanation", part.Explanation);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, UncertainLink? link)
    {
        if (link is null)
        {
            json.WriteNull("uncertain_link");
            return;
        }

        json.WriteStartObject("uncertain_link");
        json.WriteNumber("probability", link.Probability);
        json.WriteNumber("record_a", link.RecordA);
        json.WriteNumber("record_b", link.RecordB);
        json.WriteNumber("evidence_fills", link.Fills);
        json.WriteBoolean("stands_without", link.StandsWithout);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, HandExemption? exemption)
    {
        if (exemption is null)
        {
            json.WriteNull("exempt_by_hand");
            return;
        }

        json.WriteStartObject("exempt_by_hand");
        json.WriteNumber("exemption_id", exemption.Id);
        json.WriteString("kind", exemption.Kind.Code());
        WriteDay(json, "until", exemption.Until);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AlertFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("rule", finding.RuleId);
        json.WriteString("name", finding.RuleName);
        json.WriteNumber("rule_version", finding.RuleVersion);
        json.WriteString("scope", finding.Scope?.ToString().ToLowerInvariant());
        json.WriteString("severity", AlertCodes.Of(finding.Severity));
        WriteDay(json, "first_day", finding.FirstDay);
        WriteDay(json, "last_day", finding.LastDay);
        WriteDay(json, "peak_day", finding.PeakDay);
        json.WriteNumber("look_back_days", finding.LookBackDays);
        json.WriteString("text", finding.Text);
        json.WriteString("silent_if", finding.SilentIf);
        json.WriteString("citation", finding.Citation);
        json.WriteString("thresholds", finding.Thresholds);
        json.WriteString("rule_set", finding.RuleSet);
        WriteContexts(json, "exempt_by", finding.ExemptBy);
        Write(json, finding.ExemptByHand);
        json.WriteString("otherwise", finding.Otherwise is { } otherwise ? AlertCodes.Of(otherwise) : null);
        json.WriteStartObject("values");
        foreach (var value in finding.Values)
        {
            json.WriteNumber(value.Name, value.Number);
        }

        json.WriteEndObject();
        json.WriteString("editions", finding.Editions);
        json.WriteStartArray("doses_by_edition");
        foreach (var figure in finding.DosesByEdition)
        {
            json.WriteStartObject();
            json.WriteString("name", figure.Name);
            json.WriteString("edition", figure.Edition);
            json.WriteNumber("number", figure.Number);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (var note in finding.Notes)
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
        json.WriteStartArray("evidence");
        foreach (var id in finding.Evidence)
        {
            json.WriteNumberValue(id);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDay(Utf8JsonWriter json, string name, DateOnly day) =>
        json.WriteString(name, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static void WriteContexts(Utf8JsonWriter json, string name, FillContext contexts)
    {
        json.WriteStartArray(name);
        foreach (var context in Enum.GetValues<FillContext>().Where(c => c != FillContext.None && contexts.HasFlag(c)))
        {
            json.WriteStringValue(context.ToString());
        }

        json.WriteEndArray();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
