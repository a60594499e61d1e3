namespace PdmpAnalytics.Storage;

/// <summary>The statements that give moved records their patients, in the words both databases understand. Keys and reports first:
/// they are found through the dispensations that still carry the old patient.</summary>
internal static class RecordMoves
{
    private const string Moved = "link_journal_records r JOIN link_journal e ON e.id = r.event_id AND r.moved";

    /// <summary>Each with one parameter: the first journal entry.</summary>
    /// <param name="parameter">How the database names it.</param>
    public static IReadOnlyList<string> Statements(string parameter) =>
    [
        $"""
        UPDATE dispensation_keys AS k SET patient_id = e.into_patient_id
        FROM {Moved}
        JOIN dispensations d ON d.patient_id = e.from_patient_id AND d.patient_record_id = r.record_id
        WHERE r.event_id >= {parameter}
          AND k.filled_on = d.filled_on AND k.dispenser_id = d.dispenser_id AND k.rx_key = d.rx_key
          AND k.fill_number = d.fill_number AND k.partial_fill = d.partial_fill AND k.dispensation_id = d.id
        """,
        $"""
        UPDATE dispensation_reports AS p SET patient_id = e.into_patient_id
        FROM {Moved}
        JOIN dispensations d ON d.patient_id = e.from_patient_id AND d.patient_record_id = r.record_id
        WHERE r.event_id >= {parameter} AND p.patient_id = d.patient_id AND p.dispensation_id = d.id
        """,
        $"""
        UPDATE dispensations AS d SET patient_id = e.into_patient_id
        FROM {Moved}
        WHERE r.event_id >= {parameter} AND d.patient_id = e.from_patient_id AND d.patient_record_id = r.record_id
        """,
        $"""
        UPDATE patient_records AS p SET patient_id = e.into_patient_id
        FROM {Moved}
        WHERE r.event_id >= {parameter} AND p.id = r.record_id
        """,
    ];
}
