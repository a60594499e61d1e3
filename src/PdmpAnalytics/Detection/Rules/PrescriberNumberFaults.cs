using PdmpAnalytics.Detection.Episodes;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>What is wrong with the prescriber numbers of some records: a wrong number and none at all are different things to ask about.</summary>
/// <param name="WrongDea">Records with a DEA number that fails its check.</param>
/// <param name="WithoutDea">Records without the DEA number that a controlled drug needs.</param>
/// <param name="WrongNpi">Records with an NPI that fails its check; one record may be counted here and above.</param>
internal readonly record struct PrescriberNumberFaults(int WrongDea, int WithoutDea, int WrongNpi)
{
    /// <summary>"2 with a DEA number that fails its check and 1 without a DEA number"; kinds that do not occur are not named.</summary>
    public override string ToString()
    {
        var kinds = new List<string>(3);
        Add(WrongDea, "with a DEA number that fails its check");
        Add(WithoutDea, "without a DEA number");
        Add(WrongNpi, "with an NPI that fails its check");
        return FindingText.List(kinds);

        void Add(int count, string kind)
        {
            if (count > 0)
            {
                kinds.Add($"{FindingText.Number(count)} {kind}");
            }
        }
    }

    public IEnumerable<FindingValue> Values => [new("dea", WrongDea), new("withoutDea", WithoutDea), new("npi", WrongNpi)];
}
