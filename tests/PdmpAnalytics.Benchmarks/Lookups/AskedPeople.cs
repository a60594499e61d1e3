using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Benchmarks.Lookups;

/// <summary>Questions about people of the store, spread evenly over its records, as a pharmacy's system types them: names, birth date, ZIP code.</summary>
internal static class AskedPeople
{
    private static readonly object ProposedFill = new { ndc = "00093083301", quantity = 60, daysSupply = 30 };

    /// <param name="most">People asked about; more questions than that ask again.</param>
    public static async Task<(List<string> Queries, List<string> Checks)> SampleAsync(IServiceProvider services, int most)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<PdmpDbContext>>().CreateDbContextAsync();
        var last = await db.Set<PatientRecord>().MaxAsync(r => r.Id);
        var step = Math.Max(1, last / most);
        var records = await db.Set<PatientRecord>().AsNoTracking().Where(r => r.Id % step == 0 && !r.Animal).OrderBy(r => r.Id).Take(most).ToListAsync();
        var people = records.ConvertAll(r => new
        {
            lastName = r.LastName,
            firstName = r.FirstName,
            birthDate = r.BirthDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            zip = r.Zip.Length >= 5 ? r.Zip[..5] : "",
        });
        return (
            people.ConvertAll(patient => JsonSerializer.Serialize(new { patient, purpose = "dispensing" })),
            people.ConvertAll(patient => JsonSerializer.Serialize(new { patient, purpose = "dispensing", fill = ProposedFill })));
    }
}
