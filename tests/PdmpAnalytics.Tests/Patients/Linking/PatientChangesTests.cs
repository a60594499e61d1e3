using PdmpAnalytics.Patients.Linking;
using Xunit;

namespace PdmpAnalytics.Tests.Patients.Linking;

public class PatientChangesTests
{
    [Fact]
    public void PersonsThatJoin_HaveTheLowestIdOfTheirRecords()
    {
        var changes = Changes([(1, 1), (2, 2), (3, 3)], [0, 1, 0]);

        var merge = Assert.Single(changes.Moves);
        Assert.Equal((LinkEventKind.Merge, 3L, 1L), (merge.Kind, merge.From, merge.Into));
        Assert.Equal([3L], merge.Records);
        Assert.Equal([1L], merge.Others);
        Assert.Equal([(1L, null), (3L, 1L)], changes.Pointers);
    }

    [Fact]
    public void MergesOfOneRun_EachNameWhateverElseWentIntoThePerson()
    {
        // So that taking one back parts its records from all others, and taking all back leaves the persons there were.
        var changes = Changes([(1, 1), (2, 2), (3, 3)], [0, 0, 0]);

        Assert.Equal([[1L, 3L], [1L, 2L]], changes.Moves.Select(m => m.Others));
    }

    [Fact]
    public void PersonsThatPart_GetTheirOwnIdsBack()
    {
        // Records 2 and 3 were patient 2 once, and are with 1 now.
        var changes = Changes([(1, 1), (1, 2), (1, 2)], [0, 1, 1]);

        var split = Assert.Single(changes.Moves);
        Assert.Equal((LinkEventKind.Split, 1L, 2L), (split.Kind, split.From, split.Into));
        Assert.Equal([2L, 3L], split.Records);
        Assert.Equal([1L], split.Others);
        Assert.Equal([(1L, null), (2L, (long?)null)], changes.Pointers);
        Assert.Empty(changes.NewPatients);
    }

    [Fact]
    public void RecordsOfOneHomeThatPart_TheLowerKeepsIt_TheOtherGetsANewOneForGood()
    {
        var changes = Changes([(1, 1), (1, 1)], [0, 1], lastPatient: 7);

        Assert.Equal([8L], changes.NewPatients);
        Assert.Equal([(2L, 8L)], changes.NewHomes);
        Assert.Equal((1L, 8L), (Assert.Single(changes.Moves).From, changes.Moves[0].Into));
        Assert.Empty(Changes([(1, 1), (8, 8)], [0, 1], lastPatient: 8).Moves);
    }

    [Fact]
    public void IdThatAnotherRecordHas_IsNotGiven()
    {
        var changes = Changes([(5, 3)], [0], taken: 3, lastPatient: 9);

        Assert.Equal([10L], changes.NewPatients);
    }

    [Fact]
    public void MergedPatient_PointsToWhereItsLowestRecordIs()
    {
        // 2 went into 1 before; now its records go on to 4 and 1.
        var changes = Changes([(1, 1), (1, 2), (1, 2), (4, 4)], [0, 1, 0, 1]);

        Assert.Equal([(1L, null), (2L, null), (4L, (long?)2)], changes.Pointers);
    }

    [Fact]
    public void NothingNew_ChangesNothing()
    {
        var changes = Changes([(1, 1), (2, 2), (1, 3)], [0, 1, 0]);

        Assert.Empty(changes.Moves);
        Assert.Empty(changes.Pointers);
    }

    /// <param name="records">Patient and home, of the records 1, 2, ...</param>
    private static PatientChanges Changes((long Patient, long Home)[] records, int[] persons, long taken = 0, long lastPatient = 100) =>
        PatientChanges.Of([.. records.Select((r, i) => new HousedRecord(i + 1, r.Patient, r.Home))], persons, id => id == taken, lastPatient);
}
