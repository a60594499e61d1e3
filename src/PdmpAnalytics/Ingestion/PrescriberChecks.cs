using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;
using static PdmpAnalytics.Ingestion.SubmittedField;

namespace PdmpAnalytics.Ingestion;

/// <summary>Checks who wrote: E202 to E206. Whether a DEA number was needed (E201) depends on the drug.</summary>
internal static class PrescriberChecks
{
    public static readonly SubmittedField[] Fields =
    [
        PrescriberNpi, PrescriberDea, PrescriberDeaSuffix, PrescriberLastName, PrescriberFirstName, PrescriberPhone,
        PrescriberAddress, PrescriberZip, PrescriberState,
    ];

    public static SubmittedPrescriber Check(SubmittedRecord record)
    {
        var faults = new List<IdentityFault>();
        ReadOnlySpan<byte> npi = record[PrescriberNpi], dea = record[PrescriberDea], suffix = record[PrescriberDeaSuffix];
        var quality = RecordQuality.Sound;
        if (npi.IsEmpty && dea.IsEmpty)
        {
            faults.Add(new(SubmissionErrorCode.PrescriberMissing, PrescriberDea));
        }

        if (!npi.IsEmpty && !Npi.IsValid(npi))
        {
            faults.Add(new(SubmissionErrorCode.PrescriberNpi, PrescriberNpi));
            quality |= RecordQuality.PrescriberNpi;
        }

        if (dea.IndexOf((byte)'-') is var dash and > 0)
        {
            suffix = suffix.IsEmpty ? dea[(dash + 1)..] : suffix;
            dea = dea[..dash];
        }

        if (!dea.IsEmpty)
        {
            quality |= CheckDea(faults, dea, suffix, record[PrescriberLastName]);
        }

        IdentityFaults.AddUnclean(faults, record, Fields);
        FieldText.TryZip(record[PrescriberZip], out var zip);
        return new SubmittedPrescriber
        {
            Faults = faults,
            IsUsable = IdentityFaults.AllowLoading(faults),
            Quality = quality,
            Npi = FieldText.Upper(npi),
            Dea = FieldText.Upper(dea),
            DeaSuffix = FieldText.Upper(suffix),
            LastName = FieldText.Upper(record[PrescriberLastName]),
            FirstName = FieldText.Upper(record[PrescriberFirstName]),
            AddressKey = AddressNormalizer.Normalize(FieldText.Text(record[PrescriberAddress])).KeyWith(zip),
            Zip = zip,
            State = FieldText.Upper(record[PrescriberState]),
            Phone = FieldText.Digits(record[PrescriberPhone]),
        };
    }

    private static RecordQuality CheckDea(
        List<IdentityFault> faults, ReadOnlySpan<byte> dea, ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> lastName)
    {
        if (!DeaNumber.IsValid(dea))
        {
            faults.Add(new(SubmissionErrorCode.PrescriberDea, PrescriberDea));
            return RecordQuality.PrescriberDea;
        }

        var initialFits = lastName.IsEmpty || Upper(dea[1]) == Upper(lastName[0]);
        if (!initialFits && dea[1] != (byte)'9')
        {
            faults.Add(new(SubmissionErrorCode.PrescriberDeaInitial, PrescriberDea));
            // A, B, F and G register institutions as well as practitioners.
            if (suffix.IsEmpty && Upper(dea[0]) is (byte)'A' or (byte)'B' or (byte)'F' or (byte)'G')
            {
                faults.Add(new(SubmissionErrorCode.InstitutionWithoutSuffix, PrescriberDeaSuffix));
            }
        }

        return RecordQuality.Sound;
    }

    private static byte Upper(byte letter) => letter is >= (byte)'a' and <= (byte)'z' ? (byte)(letter - 32) : letter;
}
