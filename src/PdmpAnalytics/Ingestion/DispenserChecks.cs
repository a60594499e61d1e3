using PdmpAnalytics.Dispensing;
using static PdmpAnalytics.Ingestion.SubmittedField;

namespace PdmpAnalytics.Ingestion;

/// <summary>Checks who filled: E020 to E023.</summary>
internal static class DispenserChecks
{
    public static readonly SubmittedField[] Fields =
    [
        PharmacyDea, PharmacyNpi, PharmacyNcpdp, PharmacyName, PharmacyCity, PharmacyState, PharmacyZip, PharmacyChain,
        PharmacyType, MailOrder,
    ];

    public static SubmittedDispenser Check(SubmittedRecord record)
    {
        var faults = new List<IdentityFault>();
        ReadOnlySpan<byte> dea = record[PharmacyDea], npi = record[PharmacyNpi], ncpdp = record[PharmacyNcpdp];
        var quality = RecordQuality.Sound;
        if (dea.IsEmpty && npi.IsEmpty && ncpdp.IsEmpty)
        {
            faults.Add(new(SubmissionErrorCode.PharmacyMissing, PharmacyDea));
        }

        if (!dea.IsEmpty && !DeaNumber.IsValid(dea))
        {
            faults.Add(new(SubmissionErrorCode.PharmacyDea, PharmacyDea));
            quality = RecordQuality.Dispenser;
        }

        if (!npi.IsEmpty && !Npi.IsValid(npi))
        {
            faults.Add(new(SubmissionErrorCode.PharmacyNpi, PharmacyNpi));
            quality = RecordQuality.Dispenser;
        }

        if (!ncpdp.IsEmpty && (ncpdp.Length != 7 || ncpdp.ContainsAnyExceptInRange((byte)'0', (byte)'9')))
        {
            faults.Add(new(SubmissionErrorCode.PharmacyNcpdp, PharmacyNcpdp));
            quality = RecordQuality.Dispenser;
        }

        IdentityFaults.AddUnclean(faults, record, Fields);
        FieldText.TryZip(record[PharmacyZip], out var zip);
        var mailOrder = FieldText.Number(record[MailOrder]);
        return new SubmittedDispenser
        {
            Faults = faults,
            IsUsable = IdentityFaults.AllowLoading(faults),
            Quality = quality,
            Dea = FieldText.Upper(dea),
            Npi = FieldText.Upper(npi),
            Ncpdp = FieldText.Upper(ncpdp),
            Name = FieldText.Text(record[PharmacyName]),
            City = FieldText.Text(record[PharmacyCity]),
            State = FieldText.Upper(record[PharmacyState]),
            Zip = zip,
            Chain = FieldText.Upper(record[PharmacyChain]),
            Type = (byte)(FieldText.Number(record[PharmacyType]) is > 0 and < 100 and var type ? type : 0),
            MailOrder = mailOrder == 1 ? true : mailOrder == 2 ? false : null,
        };
    }
}
