using System.Collections.Frozen;
using System.Globalization;
using static PdmpAnalytics.Ingestion.SubmissionErrorLevel;

namespace PdmpAnalytics.Ingestion;

/// <summary>What a code means.</summary>
/// <param name="Level">Consequence for the record or file.</param>
/// <param name="Advice">What the submitter can do, in one plain sentence.</param>
public sealed record SubmissionErrorDefinition(SubmissionErrorCode Code, SubmissionErrorLevel Level, string Advice);

/// <summary>
/// The error catalogue. Codes and levels below 900 are the project's catalogue (domain reference 1.9); E013 to E017,
/// E120 to E124, E206, E422 and everything from 900 are additions for faults that it does not name (our choice, 2026-11-22).
/// </summary>
public static class SubmissionErrors
{
    private static readonly FrozenDictionary<SubmissionErrorCode, SubmissionErrorDefinition> All = new SubmissionErrorDefinition[]
    {
        new(SubmissionErrorCode.HeaderMissing, RejectsFile, "Begin the file with a TH segment."),
        new(SubmissionErrorCode.ReleaseUnknown, RejectsFile, "State the ASAP release in TH01: 4.2, 4.2A, 4.2B or 5.0."),
        new(SubmissionErrorCode.TerminatorUnusable, RejectsFile, "State the segment terminator in TH09: an ASCII character that is no letter, digit, blank, line break or asterisk."),
        new(SubmissionErrorCode.TransactionIncomplete, RejectsFile, "End each transaction with a TT segment, and begin the next with TH: the file was cut off, or text follows."),
        new(SubmissionErrorCode.ControlNumberMismatch, RejectsFile, "Repeat the transaction control number (TH02) in TT01."),
        new(SubmissionErrorCode.SegmentCount, Minor, "Check TT02: it does not count the segments from TH to TT."),
        new(SubmissionErrorCode.PharmacySegmentCount, Minor, "Check TP01: it does not count the pharmacy's segments from PHA to TP, or TP or PHA is missing."),
        new(SubmissionErrorCode.ControlNumberReused, RejectsFile, "Give each transaction a control number (TH02) of its own: this one was used before with other content."),
        new(SubmissionErrorCode.FileTypeWrong, RejectsFile, "Send production files (TH07 = P) here and test files (T) to the test endpoint, or the reverse as the endpoint says."),
        new(SubmissionErrorCode.SourceMissing, RejectsFile, "Send one IS segment right after TH; if there is one, the segment before it is not terminated."),
        new(SubmissionErrorCode.SegmentOutOfOrder, RejectsRecord, "Send PHA, PAT, DSP, PRE, CDI and AIR in this order and leave none out that is required; the patient's records from here on were not read."),
        new(SubmissionErrorCode.SegmentUnknown, Information, "The segment is not one of the release and was skipped."),
        new(SubmissionErrorCode.TransactionDate, RejectsFile, "State date (TH05) and time (TH06) of the transaction; they may not lie more than a day ahead."),
        new(SubmissionErrorCode.ElementUnknown, Information, "The segment has more elements than the release knows; those were ignored."),
        new(SubmissionErrorCode.HeaderElement, RejectsFile, "Correct the element of TH or IS: TH02 and IS01 name transaction and sender, TH03 is 01 or 04, TH07 is P or T."),
        new(SubmissionErrorCode.NotAscii, Information, "Letters beyond ASCII were read as UTF-8 or, where that is impossible, as Latin-1."),
        new(SubmissionErrorCode.FileTooLarge, RejectsFile, "The file has more than 32,767 transactions or two billion segments: split it."),
        new(SubmissionErrorCode.PharmacyMissing, RejectsRecord, "State the pharmacy's DEA number, NPI or NCPDP number."),
        new(SubmissionErrorCode.PharmacyDea, Serious, "Check the pharmacy's DEA number: its check digit does not fit."),
        new(SubmissionErrorCode.PharmacyNpi, Serious, "Check the pharmacy's NPI: its check digit does not fit."),
        new(SubmissionErrorCode.PharmacyNcpdp, Serious, "Check the pharmacy's NCPDP number: it has seven digits."),
        new(SubmissionErrorCode.NameMissing, RejectsRecord, "State the patient's last and first name."),
        new(SubmissionErrorCode.BirthDateInvalid, RejectsRecord, "State the birth date as year, month, day: 1980-02-14 or 19800214."),
        new(SubmissionErrorCode.BirthDateImplausible, Serious, "Check the birth date: the patient would be unborn or over 120 at the fill."),
        new(SubmissionErrorCode.AddressIncomplete, Serious, "Complete the patient's street, city and ZIP code."),
        new(SubmissionErrorCode.ZipInvalid, Minor, "Write the ZIP code with five or nine digits."),
        new(SubmissionErrorCode.PatientCodeUnknown, Minor, "Use a code of the list for gender, species or patient location."),
        new(SubmissionErrorCode.PatientIdIncomplete, Minor, "Send the patient's id together with its kind, or neither."),
        new(SubmissionErrorCode.NameCharacters, Information, "Check the name: it holds digits, parentheses or an asterisk."),
        new(SubmissionErrorCode.StatusInvalid, RejectsRecord, "Report status is 00 (new), 01 (revise) or 02 (void)."),
        new(SubmissionErrorCode.RxNumberMissing, RejectsRecord, "State the prescription number."),
        new(SubmissionErrorCode.DateInvalid, RejectsRecord, "State the date as year, month, day: 2025-01-10 or 20250110."),
        new(SubmissionErrorCode.WrittenAfterFilled, Serious, "Check the dates: the prescription is written after it is filled."),
        new(SubmissionErrorCode.FilledOutOfRange, RejectsRecord, "Check the fill date: it lies in the future or before the program began."),
        new(SubmissionErrorCode.SoldBeforeFilled, Serious, "Check the dates: the fill is sold before it is filled."),
        new(SubmissionErrorCode.RefillBeyondAuthorized, Serious, "Check the refill number: it is higher than the refills authorized."),
        new(SubmissionErrorCode.TooManyRefills, Serious, "Check the refills authorized: schedule III and IV allow five."),
        new(SubmissionErrorCode.PrescriptionExpired, Serious, "Check the dates: schedule III and IV may be filled for six months after writing."),
        new(SubmissionErrorCode.QuantityInvalid, RejectsRecord, "State the quantity as a number above zero, with a point for decimals."),
        new(SubmissionErrorCode.QuantityImplausible, Serious, "Check the quantity: it is above 10,000."),
        new(SubmissionErrorCode.DaysSupplyInvalid, RejectsRecord, "State the days supply as a whole number from 1 to 999."),
        new(SubmissionErrorCode.DaysSupplyLong, Minor, "Check the days supply: it is above 180."),
        new(SubmissionErrorCode.ProductCodeInvalid, Serious, "State the NDC with eleven digits, no hyphens."),
        new(SubmissionErrorCode.ProductUnknown, Minor, "Check the product code: it is not in the drug table."),
        new(SubmissionErrorCode.CompoundWithoutIngredients, RejectsRecord, "Send compounds with their ingredients, in ASAP format."),
        new(SubmissionErrorCode.CompoundCode, Serious, "A compound's product code starts with 99999."),
        new(SubmissionErrorCode.DispensingCodeUnknown, Minor, "Use a code of the list for this field."),
        new(SubmissionErrorCode.DoseImplausible, Minor, "Check quantity and days supply: the daily dose is above ten times the label's maximum."),
        new(SubmissionErrorCode.RefillNumberInvalid, RejectsRecord, "State the refill number as a whole number from 0, the original fill, to 99."),
        new(SubmissionErrorCode.OptionalFieldInvalid, Minor, "Correct the field: it could not be read and was taken as missing."),
        new(SubmissionErrorCode.FieldTooLong, Minor, "Shorten the element: it is longer than its release allows; it was taken as it is."),
        new(SubmissionErrorCode.FieldFarTooLong, RejectsRecord, "Correct the field: it is longer than 1,000 bytes, and no element may have more than 200 characters."),
        new(SubmissionErrorCode.PartialFillInvalid, RejectsRecord, "State the partial fill as a number: 00 for a whole fill, 01 to 99 for its parts."),
        new(SubmissionErrorCode.PrescriberDeaMissing, Serious, "State the prescriber's DEA number."),
        new(SubmissionErrorCode.PrescriberDea, Serious, "Check the prescriber's DEA number: its check digit does not fit."),
        new(SubmissionErrorCode.PrescriberDeaInitial, Minor, "Check the prescriber: the DEA number's second letter does not fit the last name."),
        new(SubmissionErrorCode.PrescriberNpi, Minor, "Check the prescriber's NPI: its check digit does not fit."),
        new(SubmissionErrorCode.InstitutionWithoutSuffix, Minor, "Send the suffix that names the prescriber under an institution's DEA number."),
        new(SubmissionErrorCode.PrescriberMissing, RejectsRecord, "State the prescriber's DEA number or NPI."),
        new(SubmissionErrorCode.IngredientInvalid, Serious, "Check the compound's ingredients: each has a product code and a quantity above zero."),
        new(SubmissionErrorCode.Duplicate, Information, "This record was sent before with the same content; nothing to do."),
        new(SubmissionErrorCode.KeyExists, RejectsRecord, "This prescription fill was sent before with other content: send it as a revision (01)."),
        new(SubmissionErrorCode.TargetNotFound, Information, "What is to be revised or voided is not there: a revision was loaded as new; a void, of a record or of a whole transaction (TH03 = 04), waits for what was reported before it."),
        new(SubmissionErrorCode.VoidMismatch, RejectsRecord, "The void does not match the record's quantity; nothing was voided."),
        new(SubmissionErrorCode.RevisionTargetMissing, RejectsRecord, "The record to revise is not there: send it as new (00)."),
        new(SubmissionErrorCode.TooManyFaults, RejectsFile, "Too many of the file's records have fatal or serious faults: correct them and send the whole file again."),
        new(SubmissionErrorCode.FileChanged, RejectsFile, "The file changed while it was read: send it again when it is complete."),
        new(SubmissionErrorCode.VoidFileAmbiguous, RejectsFile, "Void the records one by one (02): several senders used this transaction control number."),
        new(SubmissionErrorCode.ZeroReportRefused, Minor, "Send a zero report only for a period without dispensations: records of the pharmacy came with it."),
        new(SubmissionErrorCode.ZeroReportPeriod, RejectsRecord, "State the period of the zero report in IS03 or its date in DSP05: days of the programme, none in the future."),
        new(SubmissionErrorCode.VoidFileWithoutEffect, Information, "Check TH02 and TH05: of the transaction to withdraw nothing was in force; it was voided or replaced before, or made after this file."),
        new(SubmissionErrorCode.FileEmpty, RejectsFile, "The file is empty or has no records: send a file with records."),
        new(SubmissionErrorCode.FileNotText, RejectsFile, "The file is not text that can be read: send ASAP or CSV saved as UTF-8 (not UTF-16 or \"Unicode\"), plain or gzip-compressed."),
        new(SubmissionErrorCode.FileTruncated, RejectsFile, "The compressed file is damaged or incomplete: send it again."),
        new(SubmissionErrorCode.FileIncompleteRecord, RejectsFile, "The last record is incomplete: the file was cut off, send it again."),
        new(SubmissionErrorCode.RequiredColumnMissing, RejectsFile, "Add the required column to the header row."),
        new(SubmissionErrorCode.ColumnRepeated, RejectsFile, "Name each column once in the header row."),
        new(SubmissionErrorCode.ColumnUnknown, Information, "The column is not known and was ignored."),
        new(SubmissionErrorCode.FieldCount, RejectsRecord, "Send as many fields as the header row has columns; quote fields that hold commas."),
        new(SubmissionErrorCode.RecordTooLong, RejectsFile, "A record is longer than one megabyte: look for a quote that is never closed or a missing segment terminator."),
        new(SubmissionErrorCode.TextInvalid, RejectsRecord, "Send text as UTF-8 without control characters."),
        new(SubmissionErrorCode.QuotesInvalid, RejectsRecord, "Put quotes around the whole field and double the quotes inside."),
        new(SubmissionErrorCode.NoFinalLineBreak, Information, "The file ends without a line break: if it was cut off in its last field, send it again."),
    }.ToFrozenDictionary(definition => definition.Code);

    public static IReadOnlyList<SubmissionErrorDefinition> Definitions { get; } = [.. All.Values.OrderBy(d => d.Code)];

    public static SubmissionErrorDefinition Of(SubmissionErrorCode code) => All[code];

    public static SubmissionErrorLevel Level(this SubmissionErrorCode code) => All[code].Level;

    /// <summary>The code as it is printed, e.g. <c>E103</c>.</summary>
    public static string Text(this SubmissionErrorCode code) => string.Create(CultureInfo.InvariantCulture, $"E{(short)code:D3}");

    /// <summary>The level as submitters know it: FF, FR, S, M or W.</summary>
    public static string Text(this SubmissionErrorLevel level) => level switch
    {
        Information => "W",
        Minor => "M",
        Serious => "S",
        RejectsRecord => "FR",
        RejectsFile => "FF",
    };
}
