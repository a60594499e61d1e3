using PdmpAnalytics.Lookup.Oversight;

namespace PdmpAnalytics.Web.Access;

/// <summary>How signs are called on the page.</summary>
internal static class AccessWords
{
    public static string Words(AccessSign sign) => sign switch
    {
        AccessSign.BreakGlass => "Opened in an emergency",
        AccessSign.OwnName => "Own name",
        AccessSign.SameSurname => "Same rare surname",
        AccessSign.WatchedPatient => "Watched patient",
        AccessSign.NothingFilled => "Nothing filled afterwards",
        AccessSign.OddHours => "At an unusual hour",
        AccessSign.Volume => "Many patients on one day",
        AccessSign.DelegateContested => "A delegate's queries contested",
        AccessSign.QuarterUnsigned => "A delegate's quarter not signed off",
        AccessSign.RepeatedEmergency => "Emergencies again and again",
    };
}
