using PdmpAnalytics.Patients.Comparing;
using PdmpAnalytics.Synthetic;

namespace PdmpAnalytics.TestKit.Linkage;

/// <summary>Where a family lives.</summary>
internal sealed record FamilyHome(string Address, Place Place, string Phone);

/// <summary>An invented person with true particulars.</summary>
internal sealed record FamilyMember(bool Female, GivenName Given, FamilyHome Home, LinkFields Fields);
