using System.Globalization;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Practices;

namespace PdmpAnalytics.Reference;

/// <summary>
/// Reads a prescriber registry: <c>npi,dea,taxonomy,organisation,group,address,zip,phone</c>, or the NPPES file by its own
/// column names. A row needs an NPI or a DEA number that passes its check.
/// </summary>
public static class PrescriberRegistryReader
{
    private static readonly ReferenceColumn[] Columns =
    [
        new("npi", true),
        new("dea", false, "dea_number"),
        new("taxonomy", false, "Healthcare Provider Taxonomy Code_1"),
        new("organisation", false, "organization", "Provider Organization Name (Legal Business Name)"),
        new("group", false, "group_id", "org_pac_id"),
        new("address", false, "Provider First Line Business Practice Location Address"),
        new("address_2", false, "Provider Second Line Business Practice Location Address"),
        new("zip", false, "Provider Business Practice Location Address Postal Code"),
        new("phone", false, "Provider Business Practice Location Address Telephone Number"),
    ];

    public static ReferenceRows<RegistryPrescriber> Read(Func<Stream> open)
    {
        var id = 0;
        return ReferenceTable.ReadAll(open, Columns, table => Row(table, ref id));
    }

    private static RegistryPrescriber? Row(ReferenceTable table, ref int id)
    {
        var npi = table.Text("npi");
        var dea = table.Text("dea").ToUpperInvariant();
        npi = Npi.IsValid(npi) ? npi : "";
        dea = DeaNumber.IsValid(dea) ? dea : "";
        if (npi.Length == 0 && dea.Length == 0)
        {
            table.Report(ReferenceProblemCode.Identifier, "npi");
            return null;
        }

        var zip = Zip(table.Text("zip"));
        return new RegistryPrescriber
        {
            Id = ++id,
            Npi = npi,
            Dea = dea,
            Taxonomy = table.Text("taxonomy").ToUpperInvariant(),
            Organisation = table.Text("organisation"),
            GroupId = table.Text("group"),
            AddressKey = AddressNormalizer.Normalize(table.Text("address"), table.Text("address_2")).KeyWith(zip),
            Zip = zip,
            Phone = string.Concat(table.Text("phone").Where(char.IsAsciiDigit)),
        };
    }

    /// <summary>The first five digits; 0 for anything else.</summary>
    private static int Zip(string text) =>
        text.Length >= 5 && int.TryParse(text.AsSpan(0, 5), NumberStyles.None, CultureInfo.InvariantCulture, out var zip) ? zip : 0;
}
