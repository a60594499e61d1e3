using PdmpAnalytics.Patients;
using Xunit;

namespace PdmpAnalytics.Tests.Patients;

public sealed class PatientMergesTests
{
    [Fact]
    public void JoinsThatChain_EndAtTheLowestId_WhateverTheirOrder()
    {
        var merges = new PatientMerges();
        foreach (long[] group in new long[][] { [9, 7], [5], [7, 3, 3], [4, 9], [20, 21] })
        {
            merges.Join(group);
        }

        Assert.Equal([(4, 3), (7, 3), (9, 3), (21, 20)], merges.ToList());
    }

    [Fact]
    public void PatientsKeptApart_DoNotJoin_NotEvenThroughAThird()
    {
        var merges = new PatientMerges([(5, 3)]);
        foreach (long[] group in new long[][] { [3, 5], [3, 4], [4, 5], [5, 6] })
        {
            merges.Join(group);
        }

        Assert.Equal([(4, 3), (6, 5)], merges.ToList());
    }
}
