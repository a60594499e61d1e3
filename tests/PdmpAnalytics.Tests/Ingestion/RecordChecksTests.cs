using PdmpAnalytics.Dispensing;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.Tests.Ingestion;

public class RecordChecksTests
{
    [Fact]
    public void SoundRecord_HasNoFault()
    {
        var file = CheckedFile.Of(CsvRow.Sound);

        Assert.Empty(file.Faults);
        Assert.Equal(RecordQuality.Sound, file.Qualities.Single());
    }

    /// <summary>One change to a sound record, the faults it must bring, and whether the record is still loaded.</summary>
    [Theory]
    [InlineData("pharmacy_dea", "FP1234560", "E021 pharmacy_dea", true)]
    [InlineData("pharmacy_npi", "1234567890", "E022 pharmacy_npi", true)]
    [InlineData("pharmacy_ncpdp", "24000", "E023 pharmacy_ncpdp", true)]
    [InlineData("patient_last_name", "", "E030 patient_last_name", false)]
    [InlineData("patient_first_name", " ", "E030 patient_first_name", false)]
    [InlineData("patient_birth_date", "", "E031 patient_birth_date", false)]
    [InlineData("patient_birth_date", "1980-02-30", "E031 patient_birth_date", false)]
    [InlineData("patient_birth_date", "2025-01-11", "E032 patient_birth_date", true)]
    [InlineData("patient_birth_date", "1904-01-09", "E032 patient_birth_date", true)]
    [InlineData("patient_birth_date", "1904-01-11", "", true)]
    [InlineData("patient_city", "", "E033 patient_city", true)]
    [InlineData("patient_zip", "5540", "E034 patient_zip", true)]
    [InlineData("patient_zip", "55402-1234", "", true)]
    [InlineData("patient_zip", "554021234", "", true)]
    [InlineData("patient_gender", "Q", "E035 patient_gender", true)]
    [InlineData("species", "03", "E035 species", true)]
    [InlineData("patient_location", "77", "E035 patient_location", true)]
    [InlineData("patient_id", "", "E036 patient_id", true)]
    [InlineData("patient_id_qualifier", "", "E036 patient_id_qualifier", true)]
    [InlineData("patient_first_name", "ALICE (1)", "E037 patient_first_name", true)]
    [InlineData("report_status", "03", "E101 report_status", false)]
    [InlineData("report_status", "", "", true)]
    [InlineData("rx_number", "", "E102 rx_number", false)]
    [InlineData("date_filled", "2025-02-29", "E103 date_filled", false)]
    [InlineData("date_filled", "01/10/2025", "E103 date_filled", false)]
    [InlineData("date_written", "soon", "E103 date_written", false)]
    [InlineData("date_written", "", "", true)]
    [InlineData("date_written", "20250110", "", true)]
    [InlineData("date_written", "2025-01-11", "E104 date_written", true)]
    [InlineData("date_filled", "2026-11-24", "E105 date_filled|E109 date_written", false)]
    [InlineData("date_filled", "1989-12-31", "E104 date_written|E105 date_filled", false)]
    [InlineData("date_sold", "2025-01-09", "E106 date_sold", true)]
    [InlineData("date_sold", "x", "E121 date_sold", true)]
    [InlineData("refill_number", "3", "E107 refill_number", true)]
    [InlineData("refills_authorized", "6", "E108 refills_authorized", true)]
    [InlineData("refills_authorized", "5", "", true)]
    [InlineData("refills_authorized", "two", "E121 refills_authorized", true)]
    [InlineData("date_written", "2024-07-10", "", true)]
    [InlineData("date_written", "2024-07-09", "E109 date_written", true)]
    [InlineData("quantity", "0", "E110 quantity", false)]
    [InlineData("quantity", "-1", "E110 quantity", false)]
    [InlineData("quantity", "1e3", "E110 quantity", false)]
    [InlineData("quantity", "2.5", "", true)]
    [InlineData("quantity", "10001", "E111 quantity|E119 days_supply", true)]
    [InlineData("days_supply", "1000", "E112 days_supply", false)]
    [InlineData("days_supply", "0", "E112 days_supply", false)]
    [InlineData("days_supply", "181", "E113 days_supply", true)]
    [InlineData("ndc", "1234", "E114 ndc", true)]
    [InlineData("ndc", "12345678901", "E115 ndc", true)]
    [InlineData("ndc", "00093-0833-01", "", true)]
    [InlineData("product_id_qualifier", "06", "E116 product_id_qualifier|E117 ndc", false)]
    [InlineData("transmission_form", "12", "E118 transmission_form", true)]
    [InlineData("payment_type", "09", "E118 payment_type", true)]
    [InlineData("treatment_type", "12", "E118 treatment_type", true)]
    [InlineData("dosage_units", "4", "E118 dosage_units", true)]
    [InlineData("days_supply", "1", "", true)]
    [InlineData("refill_number", "", "E120 refill_number", false)]
    [InlineData("refill_number", "99", "E107 refill_number", true)]
    [InlineData("refill_number", "100", "E120 refill_number", false)]
    [InlineData("refills_authorized", "100", "E108 refills_authorized|E121 refills_authorized", true)]
    [InlineData("partial_fill", "99", "", true)]
    [InlineData("partial_fill", "A1", "E124 partial_fill", false)]
    [InlineData("partial_fill", "1st", "E124 partial_fill", false)]
    [InlineData("partial_fill", "100", "E124 partial_fill", false)]
    [InlineData("prescriber_dea", "", "E201 prescriber_dea", true)]
    [InlineData("prescriber_dea", "BS2048712", "E202 prescriber_dea", true)]
    [InlineData("prescriber_last_name", "JONES", "E203 prescriber_dea|E205 prescriber_dea_suffix", true)]
    [InlineData("prescriber_npi", "1000000013", "E204 prescriber_npi", true)]
    public void OneChange_BringsExactlyItsFaults(string column, string value, string faults, bool loaded)
    {
        var file = CheckedFile.Of(CsvRow.Sound.With(column, value));

        Assert.Equal(faults, string.Join('|', file.Faults.Select(f => f[2..])));
        Assert.Equal(loaded ? 1 : 0, file.Accepted);
    }

    [Theory]
    [InlineData("rx_number")]
    [InlineData("patient_last_name")]
    [InlineData("pharmacy_name")]
    [InlineData("blank_serial")]
    public void FieldThatNoIndexHolds_IsRejected(string column)
    {
        var taken = CheckedFile.Of(CsvRow.Sound.With(column, new string('A', 990)));
        var rejected = CheckedFile.Of(CsvRow.Sound.With(column, new string('A', 1001)));

        Assert.Equal((1, 0), (taken.Accepted, taken.Faults.Count));
        Assert.Equal((0, $"2 E123 {column}"), (rejected.Accepted, Assert.Single(rejected.Faults)));
    }

    [Fact]
    public void NoPharmacyOrPrescriberIdentifier_IsRejected()
    {
        var file = CheckedFile.Of(
            CsvRow.Sound.With("pharmacy_dea", "").With("pharmacy_npi", ""), CsvRow.Sound.With("prescriber_dea", "").With("prescriber_npi", ""));

        Assert.Equal(["2 E020 pharmacy_dea", "3 E201 prescriber_dea", "3 E206 prescriber_dea"], file.Faults);
        Assert.Equal(0, file.Accepted);
    }

    [Fact]
    public void InstitutionsNumberWithSuffix_IsSound()
    {
        var file = CheckedFile.Of(CsvRow.Sound.With("prescriber_last_name", "JONES").With("prescriber_dea", "BS2048711-0007"));

        Assert.Equal(["2 E203 prescriber_dea"], file.Faults);
    }

    [Theory]
    [InlineData("quantity", "45", RecordQuality.Sound)]
    [InlineData("date_written", "2025-01-11", RecordQuality.WrittenDate)]
    [InlineData("date_sold", "2025-01-09", RecordQuality.SoldDate)]
    [InlineData("refill_number", "3", RecordQuality.Refills)]
    [InlineData("date_written", "2024-07-09", RecordQuality.Expired)]
    [InlineData("prescriber_dea", "", RecordQuality.PrescriberDea)]
    [InlineData("prescriber_dea", "BS2048712", RecordQuality.PrescriberDea)]
    [InlineData("prescriber_npi", "1000000013", RecordQuality.PrescriberNpi)]
    [InlineData("pharmacy_dea", "FP1234560", RecordQuality.Dispenser)]
    [InlineData("patient_birth_date", "2025-01-11", RecordQuality.BirthDate)]
    [InlineData("ndc", "12345678901", RecordQuality.Product)]
    public void FaultyField_FlagsTheRecord(string column, string value, RecordQuality quality)
    {
        Assert.Equal(quality, CheckedFile.Of(CsvRow.Sound.With(column, value)).Qualities.Single());
    }

    [Theory]
    [InlineData("patient_location", "11", FillContext.Hospice)]
    [InlineData("patient_location", "03", FillContext.LongTermCare)]
    [InlineData("pharmacy_type", "03", FillContext.LongTermCare)]
    [InlineData("treatment_type", "05", FillContext.Hospice)]
    [InlineData("treatment_type", "04", FillContext.Palliative)]
    [InlineData("treatment_type", "03", FillContext.Cancer)]
    [InlineData("treatment_type", "08", FillContext.Taper)]
    [InlineData("treatment_type", "02", FillContext.OpioidUseDisorder)]
    [InlineData("diagnosis_code", "Z51.5", FillContext.Palliative)]
    [InlineData("diagnosis_code", "Z511", FillContext.None)]
    [InlineData("diagnosis_code", "C349", FillContext.Cancer)]
    [InlineData("diagnosis_code", "C97", FillContext.None)]
    [InlineData("diagnosis_code", "d5700", FillContext.SickleCell)]
    [InlineData("diagnosis_code", "G40909", FillContext.Seizure)]
    [InlineData("diagnosis_code", "F10.20", FillContext.AlcoholWithdrawal)]
    [InlineData("diagnosis_code", "F1120", FillContext.OpioidUseDisorder)]
    [InlineData("species", "02", FillContext.Veterinary)]
    [InlineData("discount_card", "01", FillContext.DiscountCard)]
    public void Codes_DecideTheContext(string column, string value, FillContext context)
    {
        Assert.Equal(context, CheckedFile.Of(CsvRow.Sound.With(column, value)).Contexts.Single());
    }
}
