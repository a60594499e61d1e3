using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.TestKit.Ingestion;

/// <summary>One report in a random sequence: a prescription and which of a few contents it has.</summary>
/// <param name="Content">0 to 5; contents share quantities, so that a void may fit several.</param>
public sealed record SentReport(int Rx, ReportStatus Status, int Content)
{
    public int Quantity => Content % 2 == 0 ? 30 : 60;

    public int DaysSupply => 10 + Content / 2;

    /// <summary>Two patients, so that a revision may move a fill from one to the other.</summary>
    public string FirstName => Content < 4 ? "ALICE" : "BOB";
}

/// <summary>One transaction in a random sequence.</summary>
/// <param name="Second">Effective time, in seconds after a common start.</param>
/// <param name="ControlNumber">Of the transaction, or of the one it withdraws when it has no reports.</param>
public sealed record SentTransaction(int Second, string ControlNumber, IReadOnlyList<SentReport> Reports)
{
    public bool IsVoid => Reports.Count == 0;
}

/// <summary>
/// Random reports about a few prescriptions, split into transactions with random times, these into files: the files stand in the
/// order they arrive.
/// </summary>
public sealed record SentSequence(IReadOnlyList<IReadOnlyList<SentTransaction>> Files)
{
    public const int MaxFiles = 6;

    /// <param name="number">Keeps prescriptions and control numbers of different sequences apart.</param>
    public static SentSequence Random(Random random, int number)
    {
        var transactions = new List<SentTransaction>();
        var count = random.Next(2, 9);
        for (var i = 0; i < count; i++)
        {
            transactions.Add(Transaction(random, number, i, count));
        }

        for (var again = random.Next(4); again == 0; again = random.Next(4))
        {
            transactions.Add(transactions[random.Next(transactions.Count)]);
        }

        var files = new List<SentTransaction>[random.Next(1, MaxFiles + 1)];
        for (var i = 0; i < files.Length; i++)
        {
            files[i] = [];
        }

        foreach (var transaction in transactions)
        {
            var file = files[random.Next(files.Length)];
            file.Insert(random.Next(file.Count + 1), transaction);
        }

        return new SentSequence([.. files.Where(f => f.Count > 0)]);
    }

    private static SentTransaction Transaction(Random random, int number, int index, int count)
    {
        // Few different times, so that some are equal.
        var second = random.Next(8);
        if (random.Next(6) == 0)
        {
            // One more than there are: some voids never find their target.
            return new SentTransaction(second, $"S{number}T{random.Next(count + 1)}", []);
        }

        var reports = Enumerable.Range(0, 1 + random.Next(3) * random.Next(2)).Select(_ => new SentReport(
            number * 3 + random.Next(1 + number % 3),
            random.Next(10) switch { < 5 => ReportStatus.New, < 8 => ReportStatus.Revise, _ => ReportStatus.Void },
            random.Next(6)));
        return new SentTransaction(second, $"S{number}T{index}", [.. reports]);
    }
}
