using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Patients.Matching;
using Xunit;

namespace PdmpAnalytics.Tests.Patients.Linking;

public class PersonLinksTests
{
    private const int Strong = 9000;
    private const int Weak = 5000;

    [Fact]
    public void RecordsOfEqualKeys_AreCertain() => Assert.Empty(PersonLinks.Uncertain([0, 0], [(0, 1)], [Link(0, 1, Weak)]));

    [Fact]
    public void Record_HangsOnTheWeakestLinkOfItsStrongestWay()
    {
        // 0 =strong= 1 -weak- 2 =certain= 3, and a weaker way from 0 to 2.
        var uncertain = PersonLinks.Uncertain([0, 0, 0, 0], [(2, 3)], [Link(0, 2, Weak - 1), Link(1, 2, Weak), Link(0, 1, Strong)]);

        Assert.Equal([(1, 0, 1), (2, 1, 2), (3, 1, 2)], uncertain.Select(u => (u.Record, u.Weakest.A, u.Weakest.B)));
        Assert.Equal(Link(1, 2, Weak).Probability, uncertain[1].Weakest.Probability);
    }

    [Fact]
    public void LinkToAnotherPerson_DoesNotCount() => Assert.Empty(PersonLinks.Uncertain([0, 1], [], [Link(0, 1, Weak)]));

    [Fact]
    public void PracticallyCertainLink_DoesNotCount() => Assert.Empty(PersonLinks.Uncertain([0, 0], [], [Link(0, 1, 15_000)]));

    private static PatientLink Link(int a, int b, int weight) => new(a, b, weight, LinkGuard.None);
}
