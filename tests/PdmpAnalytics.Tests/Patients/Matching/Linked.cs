using PdmpAnalytics.Patients.Comparing;
using PdmpAnalytics.Patients.Matching;
using PdmpAnalytics.Tests.Patients.Comparing;

namespace PdmpAnalytics.Tests.Patients.Matching;

/// <summary>Links a handful of records under the shipped model.</summary>
internal static class Linked
{
    /// <summary>The person of each record: the number of its first record.</summary>
    public static IReadOnlyList<int> Persons(params string[] lines) => Linker(lines).Link(ShippedModel.For(lines.Length)).Persons;

    public static PatientLinker Linker(params string[] lines)
    {
        var linker = new PatientLinker();
        foreach (var line in lines)
        {
            linker.Add(Compared.Fields(line));
        }

        return linker;
    }

    public static PatientMatcher Matcher(LinkRecords records, MatchModel? model = null)
    {
        var terms = TermFrequencies.Of(records);
        return new PatientMatcher(records, terms, new MatchScales(model ?? ShippedModel.For(records.Count), terms));
    }

    public static LinkExplanation Explain(string a, string b) => Matcher(Compared.Records(a, b)).Explain(0, 1);
}
