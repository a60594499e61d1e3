using System.Buffers.Text;
using System.Text;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Synthetic;

/// <summary>Turns one fill into its line of dispensations.csv. Parts that repeat (dispenser, identity, prescriber) are encoded once.</summary>
internal sealed class RowWriter(World world, DateOnly start)
{
    /// <summary>Columns of the dispensation CSV in the order written (contract).</summary>
    public const string Header =
        "pharmacy_dea,pharmacy_npi,pharmacy_ncpdp,pharmacy_name,pharmacy_city,pharmacy_state,pharmacy_zip,pharmacy_chain,pharmacy_type,mail_order,"
        + "patient_id_qualifier,patient_id,patient_last_name,patient_first_name,patient_middle_name,patient_suffix,patient_address,patient_city,"
        + "patient_state,patient_zip,patient_phone,patient_birth_date,patient_gender,"
        + "species,rx_number,date_written,refills_authorized,date_filled,refill_number,ndc,quantity,days_supply,dosage_units,"
        + "transmission_form,partial_fill,payment_type,discount_card,date_sold,patient_location,treatment_type,diagnosis_code,"
        + "prescriber_npi,prescriber_dea,prescriber_dea_suffix,prescriber_last_name,prescriber_first_name,prescriber_phone,prescriber_address,"
        + "prescriber_zip,prescriber_state\n";

    private readonly byte[]?[] _dispensers = new byte[world.Dispensers.Length][];
    private readonly byte[] _line = new byte[2048];
    private TypedIdentity? _identity;
    private byte[] _identityBytes = [];
    private int _length;

    /// <summary>The line, without its line end; valid until the next call.</summary>
    public ReadOnlySpan<byte> Format(in InventedFill fill, TypedIdentity identity, string location, RandomStream random)
    {
        var order = fill.Prescription;
        var software = order.Dispenser.Software;
        _length = 0;
        Append(_dispensers[order.Dispenser.Index] ??= Encode(order.Dispenser));
        if (!ReferenceEquals(_identity, identity))
        {
            (_identity, _identityBytes) = (identity, Encode(identity));
        }

        Append(_identityBytes);
        var slips = RecordSlips.Draw(fill, random);
        Field(fill.Animal ? "02" : "");
        Field(order.RxNumber);
        Date(slips.WrittenDay);
        Field(order.Refills);
        Date(fill.Day);
        Field(fill.FillNumber);
        Field(order.Dispenser.Ndc(order.Medicine, fill.Day));
        Quantity(slips.Quantity);
        Field(slips.SupplyDays);
        Field("01");
        Code(software.Form ? order.Form : 0);
        Code(fill.Part);
        Code(software.Payment ? (int)fill.Payment : 0);
        Field(!software.Discount || fill.Payment != PaymentType.PrivatePay ? "" : fill.DiscountCard ? "01" : "02");
        if (software.Sold)
        {
            Date(fill.Day + slips.SoldLag);
        }
        else
        {
            Field("");
        }

        Field(software.Location ? location : "");
        Field(software.Treatment ? order.Treatment : "");
        Field(software.Diagnosis ? order.Diagnosis : "");
        Prescriber(order, random);
        return _line.AsSpan(0, _length);
    }

    private static byte[] Encode(InventedDispenser d)
    {
        var typed = d.Software.DispenserType;
        return Encoding.UTF8.GetBytes(
            $"{d.Dea},{d.Npi},{d.Ncpdp},{d.Name},{d.Place.City},{d.Place.State},{d.Place.Zip},{d.ChainSite},{(typed ? d.TypeCode : "")},"
            + $"{(typed ? d.Kind == DispenserKind.MailOrder ? "01" : "02" : "")},");
    }

    private static byte[] Encode(TypedIdentity i) => Encoding.UTF8.GetBytes(
        $"{(i.Licence.Length > 0 ? "06" : "")},{i.Licence},{i.LastName},{i.FirstName},{i.Middle},{i.Suffix},{i.Address},{i.City},"
        + $"{i.State},{i.Zip},{i.Phone},{i.Born:yyyy-MM-dd},{i.Sex},");

    private void Prescriber(Prescription order, RandomStream random)
    {
        var prescriber = order.Prescriber;
        var software = order.Dispenser.Software;
        var (npi, dea) = order.Forged ?? RecordSlips.Numbers(order, random);
        Field(software.PrescriberNpi ? npi : "");
        Field(dea);
        Field(order.Forged is null && RecordSlips.KeepsSuffix(order) ? prescriber.DeaSuffix : "");
        Field(prescriber.LastName);
        Field(prescriber.FirstName);
        Field(order.Practice.Phone);
        if (software.PrescriberAddress)
        {
            Field(order.Practice.Address);
            Field(order.Practice.Place.Zip);
            Append(order.Practice.Place.State);
        }
        else
        {
            Append(",,");
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_line.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Append(string text) => _length += Encoding.UTF8.GetBytes(text, _line.AsSpan(_length));

    private void Field(string text)
    {
        Append(text);
        _line[_length++] = (byte)',';
    }

    private void Field(int number)
    {
        Utf8Formatter.TryFormat(number, _line.AsSpan(_length), out var written);
        _length += written;
        _line[_length++] = (byte)',';
    }

    /// <summary>Two digits; nothing for 0.</summary>
    private void Code(int code)
    {
        if (code > 0)
        {
            _line[_length++] = (byte)('0' + code / 10);
            _line[_length++] = (byte)('0' + code % 10);
        }

        _line[_length++] = (byte)',';
    }

    private void Quantity(double quantity)
    {
        Utf8Formatter.TryFormat(quantity, _line.AsSpan(_length), out var written);
        _length += written;
        _line[_length++] = (byte)',';
    }

    private void Date(int day)
    {
        start.AddDays(day).TryFormat(_line.AsSpan(_length), out var written, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        _length += written;
        _line[_length++] = (byte)',';
    }
}
