namespace PdmpAnalytics.Patients.Comparing;

/// <summary>Values that say more the rarer they are.</summary>
public enum LinkTerm : byte
{
    FirstName,
    LastName,

    /// <summary>House number and street.</summary>
    Place,
    Zip,
    Phone,
    Id,

    /// <summary>Some days are in many papers: 1 January where nobody wrote the day down.</summary>
    BirthDate,
}

/// <summary>How many records hold each value, counted over records that hold any.</summary>
internal sealed class TermFrequencies
{
    private static readonly LinkTerm[] Terms = Enum.GetValues<LinkTerm>();
    private readonly int[][] _counts;
    private readonly long[] _totals;
    private readonly Dictionary<(LinkTerm, int), double> _common = [];

    private TermFrequencies(int[][] counts, long[] totals, LinkRecords? records)
    {
        (_counts, _totals) = (counts, totals);
        for (var name = 1; name < records?.Names.Count; name++)
        {
            foreach (var term in (LinkTerm[])[LinkTerm.FirstName, LinkTerm.LastName])
            {
                if (CommonNames.ShareOf(term, records.Names.Text(name)) is > 0 and var share)
                {
                    _common.Add((term, name), share);
                }
            }
        }
    }

    /// <summary>No records, no values.</summary>
    public static TermFrequencies None { get; } = new([.. Terms.Select(_ => Array.Empty<int>())], new long[Terms.Length], null);

    /// <summary>Counts the records themselves.</summary>
    public static TermFrequencies Of(LinkRecords records)
    {
        var counts = Terms.Select(term => new int[Size(records, term)]).ToArray();
        var totals = new long[Terms.Length];
        for (var i = 0; i < records.Count; i++)
        {
            foreach (var term in Terms)
            {
                if (Value(records, records[i], term) is > 0 and var value)
                {
                    counts[(int)term][value]++;
                    totals[(int)term]++;
                }
            }
        }

        return new TermFrequencies(counts, totals, records);
    }

    /// <summary>Counts kept elsewhere, for a few records of a large store.</summary>
    /// <param name="count">Records of the store (these included) that hold the value with this hash (<see cref="Hash"/>).</param>
    /// <param name="total">Records of the store that hold any value.</param>
    public static TermFrequencies Of(LinkRecords records, Func<LinkTerm, ulong, int> count, Func<LinkTerm, long> total)
    {
        var counts = Terms.Select(term =>
        {
            var own = new int[Size(records, term)];
            for (var value = 1; value < own.Length; value++)
            {
                own[value] = count(term, Hash(records, term, value));
            }

            return own;
        });
        return new TermFrequencies([.. counts], [.. Terms.Select(total)], records);
    }

    /// <summary>The value of a record as a number of its book; 0 missing.</summary>
    public static int Value(LinkRecords records, in LinkRecord record, LinkTerm term) => term switch
    {
        LinkTerm.FirstName => records.Names.Solid(record.First),
        LinkTerm.LastName => records.Names.Solid(record.Last),
        LinkTerm.Place => record.Place,
        LinkTerm.Zip => record.Zip,
        LinkTerm.Phone => record.Phone,
        LinkTerm.Id => record.IdValue,
        LinkTerm.BirthDate => record.BirthDateValue,
    };

    /// <summary>A value as a store keeps it: the same in every process, and no name can be read from it.</summary>
    public static ulong Hash(LinkRecords records, LinkTerm term, int value) => term switch
    {
        LinkTerm.FirstName or LinkTerm.LastName => records.Names.Hash(value),
        LinkTerm.Place => records.Places.Hash(value),
        LinkTerm.Zip => records.Zips.Hash(value),
        LinkTerm.Phone => records.Phones.Hash(value),
        LinkTerm.Id => records.Ids.Hash(value),
        LinkTerm.BirthDate => records.BirthDates.Hash(value),
    };

    public int Count(LinkTerm term, int value) => _counts[(int)term][value];

    /// <summary>The share of people with this name as <see cref="CommonNames"/> knows it, whatever the records say; 0 for all others.</summary>
    public double CommonShare(LinkTerm term, int value) => _common.GetValueOrDefault((term, value));

    public long Total(LinkTerm term) => _totals[(int)term];

    /// <summary>One number above the largest value.</summary>
    public int Size(LinkTerm term) => _counts[(int)term].Length;

    private static int Size(LinkRecords records, LinkTerm term) => term switch
    {
        LinkTerm.FirstName or LinkTerm.LastName => records.Names.Count,
        LinkTerm.Place => records.Places.Count,
        LinkTerm.Zip => records.Zips.Count,
        LinkTerm.Phone => records.Phones.Count,
        LinkTerm.Id => records.Ids.Count,
        LinkTerm.BirthDate => records.BirthDates.Count,
    };
}
