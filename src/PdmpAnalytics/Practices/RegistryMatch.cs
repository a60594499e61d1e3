namespace PdmpAnalytics.Practices;

/// <summary>
/// What a registry knows of submitted sites: the organisation and group listed for this person at this street, else the
/// organisation listed at this very address and phone. A person's listing elsewhere says nothing about a second office.
/// </summary>
public static class RegistryMatch
{
    /// <summary>The sites with organisation and group filled in where the registry has them.</summary>
    public static IReadOnlyList<PracticeSite> Apply(
        IReadOnlyList<PracticeSite> sites, IReadOnlyList<PrescriberNumber> prescribers, IReadOnlyList<RegistryPrescriber> registry)
    {
        if (registry.Count == 0)
        {
            return sites;
        }

        var numbers = prescribers.ToDictionary(p => p.Id);
        var listed = registry.Where(r => r.AddressKey.Length > 0 && r.Organisation.Length + r.GroupId.Length > 0).OrderBy(r => r.Id).ToArray();
        var byNpi = listed.Where(r => r.Npi.Length > 0).ToLookup(r => (r.Npi, Street(r.AddressKey)));
        var byDea = listed.Where(r => r.Dea.Length > 0).ToLookup(r => (r.Dea, Street(r.AddressKey)));
        var byPlace = listed.Where(r => FoldedText.Phone(r.Phone).Length > 0).ToLookup(r => (r.AddressKey, FoldedText.Phone(r.Phone)));
        return [.. sites.Select(Listed)];

        PracticeSite Listed(PracticeSite site)
        {
            if (!AddressClusters.IsAddressed(site))
            {
                return site;
            }

            var number = numbers[site.PrescriberId];
            var own = byNpi[(number.Npi, Street(site.AddressKey))].Concat(byDea[(number.Dea, Street(site.AddressKey))]).FirstOrDefault();
            return (own ?? byPlace[(site.AddressKey, FoldedText.Phone(site.Phone))].FirstOrDefault()) is { } entry
                ? site with { Organisation = entry.Organisation, RegistryGroup = entry.GroupId }
                : site;
        }
    }

    /// <summary>Street and ZIP of an address key: suites are left out too often to insist on them for one and the same person.</summary>
    private static string Street(string addressKey) =>
        addressKey.Split('|') is { Length: 3 } parts ? $"{parts[0]}|{parts[2]}" : addressKey;
}
