namespace PdmpAnalytics.Detection.Population;

/// <summary>Patients about whom rules over one history have an alert, whatever became of it; withdrawn ones aside.</summary>
/// <param name="ByProviders">By a provider-count or overlap rule (PS, OV).</param>
/// <param name="ByAny">By any rule over one history, at Medium or above.</param>
public sealed record AlertedPatients(IReadOnlySet<long> ByProviders, IReadOnlySet<long> ByAny)
{
    public static AlertedPatients None { get; } = new(new HashSet<long>(), new HashSet<long>());
}
